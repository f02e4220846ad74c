package org.maillon.app.wiring;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.SessionBounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How many clients the process has file descriptors for. A client that comes when none is left cannot even be told to come
 * back, and the store, the deliveries and the control socket find none either; so clients are bounded before that.
 */
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
    private static final int OUR_OWN = 64; // the jar, logs, the listeners, the control socket

    private Descriptors() {}

    static SessionBounds within(SessionBounds wanted, int storeFiles) {
        OptionalLong limit = limit();
        return limit.isEmpty() ? wanted : within(wanted, storeFiles, limit.getAsLong());
    }

    /** A third of what the store leaves for each protocol's clients, and a third for deliveries and DNS. */
    static SessionBounds within(SessionBounds wanted, int storeFiles, long limit) {
        int most = Math.clamp(Math.max(limit / 8, (limit - storeFiles - OUR_OWN) / 3), 1, Integer.MAX_VALUE);
        if (wanted.maxSessions() <= most) {
            return wanted;
        }
        boolean asked =
                wanted.maxSessions() != Settings.defaults(SessionBounds.class).maxSessions();
        LOG.atLevel(asked ? Level.WARN : Level.INFO)
                .log(
                        "max-sessions is {}, but with {} file descriptors for the whole process {} sessions of a protocol are taken"
                                + " at one time; raise the limit (ulimit -n, or LimitNOFILE in systemd) for more",
                        wanted.maxSessions(),
                        limit,
                        most);
        return new SessionBounds(most, wanted.maxSessionsPerAddress(), wanted.proxyHeaderTime(), wanted.writeTime());
    }

    private static OptionalLong limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }
}
