package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.maillon.hosting.ldap.Dialling.Line;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the servers of one {@code [[ldap]]}, so many at one time and no more, kept for the next question. A question has
 * one time for everything: its thread is a virtual one of its own, and whoever waits for it hangs its connection up once the
 * time is over, whatever the server does.
 */
final class Lines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

    private final LdapSetting setting;
    private final List<LdapServer> servers;
    private final Dialling dialling;
    private final Optional<Dialling.Self> self;
    private final InstantSource steady;
    private final Semaphore places;
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private record Idle(Line line, Instant since) {}

    /** One question, over a connection. */
    @FunctionalInterface
    interface Talk<T> {
        T over(LDAPConnection connection) throws LDAPException;
    }

    /** The question has no answer, and no server has refused it. */
    static final class SilentException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Whether a server is to be left alone for it. */
        private final boolean down;

        SilentException(String why, boolean down) {
            super(why);
            this.down = down;
        }

        boolean isDown() {
            return down;
        }
    }

    /** @param self whom each connection is bound as; empty: nobody yet */
    Lines(
            LdapSetting setting,
            List<LdapServer> servers,
            Dialling dialling,
            Optional<Dialling.Self> self,
            InstantSource steady) {
        this.setting = setting;
        this.servers = List.copyOf(servers);
        this.dialling = dialling;
        this.self = self;
        this.steady = steady;
        this.places = new Semaphore(setting.connections(), true);
    }

    /** @throws LDAPException what a server answered that can be reached */
    <T> T ask(Talk<T> talk) throws LDAPException, SilentException {
        long until = steady.millis() + setting.wholeTimeout().toMillis();
        Call<T> call = new Call<>(talk);
        try {
            if (!places.tryAcquire(setting.wholeTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SilentException("all " + setting.connections() + " connections are in use", false);
            }
            long left = Math.max(1, until - steady.millis());
            Thread.ofVirtual().name("ldap").start(call.task);
            return answer(call, left);
        } catch (InterruptedException _) {
            call.hangUp();
            Thread.currentThread().interrupt();
            throw new SilentException("we are stopping", false);
        } catch (ExecutionException e) {
            throw sorted(e.getCause());
        }
    }

    /** Whoever waited for a connection for long, and has no time left, knows nothing of the server. */
    private <T> T answer(Call<T> call, long left) throws InterruptedException, ExecutionException, SilentException {
        try {
            return call.task.get(left, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            call.hangUp();
            long whole = setting.wholeTimeout().toMillis();
            boolean late = left >= Math.min(setting.answerTimeout().toMillis(), whole / 2);
            throw new SilentException(
                    late
                            ? named() + " took longer than " + left / 1000.0 + " s"
                            : "all " + setting.connections() + " connections were in use for too long",
                    late);
        }
    }

    /** What a server said goes on as it is; what kept us from hearing it is said as such. */
    private SilentException sorted(@Nullable Throwable cause) throws LDAPException {
        return switch (cause) {
            case LDAPException refused when refused.getResultCode().isConnectionUsable() -> throw refused;
            case SilentException silent -> silent;
            case LDAPException lost -> new SilentException(Words.of(lost), true);
            case RuntimeException odd -> {
                LOG.warn("what {} says is not understood", named(), odd);
                yield new SilentException("what " + named() + " says is not understood: " + odd, true);
            }
            case null, default -> throw new IllegalStateException("a question to " + named() + " broke", cause);
        };
    }

    String named() {
        return String.join(", ", servers.stream().map(LdapServer::toString).toList());
    }

    /** One question under way. */
    private final class Call<T> {
        private final Talk<T> talk;
        private final FutureTask<T> task = new FutureTask<>(this::answer);
        private Optional<Socket> socket = Optional.empty();
        private boolean over;

        Call(Talk<T> talk) {
            this.talk = talk;
        }

        private T answer() throws LDAPException, SilentException {
            try {
                return answered();
            } finally {
                places.release();
            }
        }

        private T answered() throws LDAPException, SilentException {
            for (Optional<Line> kept = kept(); kept.isPresent(); kept = kept()) {
                try {
                    return talked(kept.get());
                } catch (LDAPException e) {
                    if (e.getResultCode().isConnectionUsable()
                            || e.getResultCode().equals(ResultCode.TIMEOUT)) {
                        throw e;
                    } // it was closed while nobody looked: a fresh one tells whether the server is there
                }
            }
            return talked(afresh());
        }

        private Line afresh() throws SilentException {
            List<String> why = new ArrayList<>();
            for (LdapServer server : servers) {
                if (isOver()) {
                    break;
                }
                try {
                    return dialling.open(server, this::takes, self);
                } catch (LDAPException e) {
                    why.add(server + ": " + Words.of(e));
                }
            }
            throw new SilentException(String.join("; ", why), true);
        }

        private T talked(Line line) throws LDAPException {
            takes(line.socket());
            try {
                T answer = talk.over(line.connection());
                keep(line);
                return answer;
            } catch (LDAPException e) {
                if (e.getResultCode().isConnectionUsable()) {
                    keep(line);
                } else {
                    line.close();
                }
                throw e;
            } catch (RuntimeException e) {
                line.close();
                throw e;
            }
        }

        private synchronized boolean isOver() {
            return over;
        }

        private synchronized void takes(Socket now) {
            socket = Optional.of(now);
            if (over) {
                Dialling.close(now);
            }
        }

        private synchronized void keep(Line line) {
            socket = Optional.empty();
            if (over || closed || !line.connection().isConnected()) {
                line.close();
            } else {
                idle.addFirst(new Idle(line, steady.instant()));
            }
        }

        synchronized void hangUp() {
            over = true;
            socket.ifPresent(Dialling::close);
        }
    }

    private Optional<Line> kept() {
        Instant oldest = steady.instant().minus(setting.idleTime());
        for (Idle one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            if (one.since().isAfter(oldest)) {
                return Optional.of(one.line());
            }
            one.line().close();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        for (Idle one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            one.line().close();
        }
    }
}
