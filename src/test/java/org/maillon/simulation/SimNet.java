package org.maillon.simulation;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.Dialer;
import org.maillon.simulation.Plan.Trouble;

/** The network between us and the hosts, as one run of the process sees it. */
final class SimNet implements Dialer {
    private final World world;
    private final Map<String, Host> hosts = new TreeMap<>();
    private int serial;

    SimNet(World world) {
        this.world = world;
    }

    void add(Host host) {
        hosts.put(host.address.getHostAddress(), host);
    }

    private @Nullable Host at(InetAddress address) {
        return hosts.get(address.getHostAddress());
    }

    @Override
    public Connection open(InetSocketAddress to, Duration patience) throws IOException {
        Host host = at(to.getAddress());
        if (host == null) {
            world.time.sleep(1);
            throw new ConnectException("Connection refused");
        } else if (host.isDead() || host.strikes(Trouble.SILENT_CONNECTIONS)) {
            world.time.sleep(patience.toMillis());
            world.log.say(host.name + " does not answer");
            throw new SocketTimeoutException("connect timed out");
        }
        world.time.sleep(1 + host.upTo(30));
        if (host.strikes(Trouble.REFUSED_CONNECTIONS)) {
            world.log.say(host.name + " refuses the connection");
            throw new ConnectException("Connection refused");
        }
        return new Wire(world, host, ++serial);
    }

    /** One connection: what the host says arrives when its time has come. */
    static final class Wire implements Connection {
        private record Piece(Bytes octets, long at, Runnable onceRead) {}

        final int serial;
        private final World world;
        private final Host host;
        private final Conversation conversation;
        private final Deque<Piece> inbox = new ArrayDeque<>();
        private VirtualTime.@Nullable Sleeper waiting;
        private int readOfFirst;
        private long lastAt;
        private boolean closed;
        private boolean endsByPeer;
        private boolean reset;

        Wire(World world, Host host, int serial) {
            this.world = world;
            this.host = host;
            this.serial = serial;
            this.conversation = new Conversation(world, host, this);
            conversation.begin();
        }

        // The host's side.

        /** @param onceRead when the last octet has reached our program */
        void say(String text, long delay, Runnable onceRead) {
            if (!endsByPeer) {
                lastAt = Math.max(lastAt, world.time.now() + delay);
                inbox.add(new Piece(Bytes.utf8(text), lastAt, onceRead));
                wake();
            }
        }

        void end(boolean abruptly) {
            endsByPeer = true;
            reset = abruptly;
            wake();
        }

        boolean hasUnread() {
            return !inbox.isEmpty();
        }

        private void wake() {
            VirtualTime.Sleeper sleeper = waiting;
            if (sleeper != null) {
                waiting = null;
                sleeper.wake();
            }
        }

        // Ours.

        @Override
        public int read(byte[] into, Duration patience) throws IOException {
            long deadline = world.time.now() + patience.toMillis();
            while (true) {
                Piece first = inbox.peek();
                if (closed) {
                    throw new IOException("Socket closed");
                } else if (first != null && first.at() <= world.time.now()) {
                    return take(first, into);
                } else if (first == null && endsByPeer) {
                    if (reset) {
                        throw new IOException("Connection reset");
                    }
                    return -1;
                } else if (world.time.now() >= deadline) {
                    throw new SocketTimeoutException("Read timed out");
                }
                await(first == null ? deadline : Math.min(deadline, first.at()));
            }
        }

        private void await(long until) {
            VirtualTime.Sleeper sleeper = new VirtualTime.Sleeper();
            waiting = sleeper;
            world.time.at(until, () -> {
                if (waiting == sleeper) {
                    wake();
                }
            });
            sleeper.sleep();
        }

        private int take(Piece first, byte[] into) {
            int length = Math.min(into.length, first.octets().length() - readOfFirst);
            if (host.upTo(10) == 0) {
                length = Math.min(length, 1 + host.upTo(5)); // segments fall as they will
            }
            System.arraycopy(first.octets().shared(), readOfFirst, into, 0, length);
            readOfFirst += length;
            if (readOfFirst == first.octets().length()) {
                inbox.remove();
                readOfFirst = 0;
                first.onceRead().run();
            }
            return length;
        }

        @Override
        public void write(byte[] octets, int from, int length, Duration patience) throws IOException {
            if (closed || endsByPeer) {
                throw new IOException("Broken pipe");
            } else if (host.strikes(Trouble.STUCK_PEERS) && host.upTo(3) == 0) {
                world.time.sleep(patience.toMillis());
                closed = true;
                world.log.say(host.name + " takes in no more");
                throw new SocketTimeoutException("the peer takes no more octets");
            }
            if (length > 200) {
                world.time.sleep(host.upTo(5));
            }
            conversation.hear(octets, from, length);
            if (reset) {
                throw new IOException("Connection reset by peer");
            }
        }

        @Override
        public void close() {
            closed = true;
            wake();
        }
    }
}
