package org.maillon.filter.rspamd;

import java.io.IOException;
import org.maillon.filter.Examination;
import org.maillon.filter.FilterAddress;
import org.maillon.filter.TimeLeft;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.Dialer;

/** rspamd's normal worker. It closes each connection once it has answered, so none is kept. */
public record RspamdRoom(FilterAddress address, Dialer dialer) implements Examination.Room {
    @Override
    public Examination open(TimeLeft time) {
        return new RspamdExamination(this, time);
    }

    Connection take(TimeLeft time) throws IOException {
        return address.open(dialer, time.toConnect());
    }

    void giveBack(Connection connection, boolean stays) {
        connection.close();
    }

    @Override
    public void sweep() {
        // nothing lies idle
    }

    @Override
    public void close() {
        // each examination closes its own
    }
}
