package org.maillon.serve.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenerTest {
    private static final SessionBounds WIDE =
            new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60));

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Listener> started = new ArrayList<>();
    private Turnstile turnstile = new Turnstile(WIDE);

    /** Greets with the client's address, repeats lines; "boom" is a fault of ours, "work" lasts until released, "flood" writes without end. */
    private class Echo implements Protocol {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public void converse(Connection connection) throws IOException {
            connection.write(ascii("hello " + connection.peer().getAddress().getHostAddress() + "\r\n"));
            while (true) {
                switch (connection.readLine(100, Deadline.in(Duration.ofSeconds(20)))) {
                    case Input.Line(byte[] in, int from, int to) ->
                        act(connection, new String(in, from, to - from, StandardCharsets.US_ASCII));
                    case Input.Stopping _ -> {
                        connection.write(farewell(Farewell.STOPPING));
                        return;
                    }
                    case Input.Broken _, Input.TimedOut _, Input.Closed _ -> {
                        return;
                    }
                }
            }
        }

        private void act(Connection connection, String line) throws IOException {
            switch (line) {
                case "boom" -> throw new IllegalStateException("boom");
                case "work" -> {
                    connection.write(ascii("working\r\n"));
                    connection.flush();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    connection.write(ascii("worked\r\n"));
                }
                case "flood" -> {
                    while (true) {
                        connection.write(new byte[8192]);
                    }
                }
                default -> connection.write(ascii(line + "\r\n"));
            }
        }

        @Override
        public byte[] farewell(Farewell why) {
            return ascii(why + "\r\n");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void start(SessionBounds bounds, boolean proxy) throws IOException {
        turnstile = new Turnstile(bounds);
        Listener listener = Listener.bind(new ListenerSettings("127.0.0.1", 0, proxy, 50), turnstile, new Echo());
        listener.start();
        started.add(listener);
    }

    private Listener listener() {
        return started.getFirst();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), listener().port());
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(ascii(text));
    }

    @AfterEach
    void stop() {
        release.countDown();
        started.forEach(Listener::close);
    }

    @Test
    void servesEachConnection() throws IOException {
        start(WIDE, false);
        try (Socket one = connect();
                Socket two = connect()) {
            assertThat(line(one)).isEqualTo("hello 127.0.0.1");
            assertThat(line(two)).isEqualTo("hello 127.0.0.1");
            say(one, "x\r\n");
            assertThat(line(one)).isEqualTo("x");
        }
        Awaitility.await().until(() -> turnstile.inside() == 0);
    }

    @Test
    void tellsTheClientBeyondTheBoundToComeBack() throws IOException {
        start(new SessionBounds(2, 100, Duration.ofSeconds(5), Duration.ofSeconds(60)), false);
        try (Socket one = connect();
                Socket two = connect()) {
            assertThat(line(one)).startsWith("hello");
            assertThat(line(two)).startsWith("hello");
            try (Socket three = connect()) {
                assertThat(line(three)).isEqualTo("SERVER_FULL");
                assertThat(line(three)).isEmpty();
            }
        }
        Awaitility.await().until(() -> turnstile.inside() == 0);
        try (Socket again = connect()) {
            assertThat(line(again)).startsWith("hello");
        }
    }

    /** The accepting thread ended, and the server was there and answered nobody. */
    @Test
    void goesOnTakingClientsAfterMemoryRanOutWhileOneWasLetIn() throws IOException {
        AtomicInteger named = new AtomicInteger();
        Echo echo = new Echo() {
            @Override
            public String name() {
                if (Thread.currentThread().getName().endsWith("-accept") && named.incrementAndGet() <= 2) {
                    throw new OutOfMemoryError("for the test");
                }
                return super.name();
            }
        };
        Listener listener = Listener.bind(new ListenerSettings("127.0.0.1", 0, false, 50), turnstile, echo);
        listener.start();
        started.add(listener);
        try (Socket lost = connect()) {
            assertThat(endOf(lost)).isTrue();
        }
        Awaitility.await().untilAsserted(() -> {
            try (Socket next = connect()) {
                assertThat(line(next)).startsWith("hello");
            }
        });
        Awaitility.await().until(() -> turnstile.inside() == 0);
    }

    /** The watching thread ended, and who does not read was never cut off again. */
    @Test
    void goesOnCuttingWhoDoesNotReadAfterMemoryRanOutAsOneWasToBeCut() throws IOException {
        AtomicInteger named = new AtomicInteger();
        Echo echo = new Echo() {
            @Override
            public String name() {
                if (Thread.currentThread().getName().endsWith("-watch") && named.incrementAndGet() <= 2) {
                    throw new OutOfMemoryError("for the test");
                }
                return super.name();
            }
        };
        turnstile = new Turnstile(new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofMillis(200)));
        Listener listener = Listener.bind(new ListenerSettings("127.0.0.1", 0, false, 50), turnstile, echo);
        listener.start();
        started.add(listener);
        try (Socket socket = connect()) {
            say(socket, "flood\r\n");
            Awaitility.await().until(() -> named.get() > 2);
            Awaitility.await().until(() -> turnstile.inside() == 0);
        }
    }

    @Test
    void boundsTheSessionsOfOneAddress() throws IOException {
        start(new SessionBounds(100, 2, Duration.ofSeconds(5), Duration.ofSeconds(60)), true);
        try (Socket one = connect();
                Socket two = connect();
                Socket three = connect();
                Socket other = connect()) {
            for (Socket socket : new Socket[] {one, two, three}) {
                say(socket, "PROXY TCP4 192.0.2.1 127.0.0.1 1 25\r\n");
                assertThat(line(socket)).isEqualTo(socket.equals(three) ? "ADDRESS_FULL" : "hello 192.0.2.1");
            }
            say(other, "PROXY TCP4 192.0.2.2 127.0.0.1 1 25\r\n");
            assertThat(line(other)).isEqualTo("hello 192.0.2.2");
        }
    }

    @Test
    void countsAnIpv6ClientByItsSite() throws IOException {
        start(new SessionBounds(100, 1, Duration.ofSeconds(5), Duration.ofSeconds(60)), true);
        try (Socket one = connect();
                Socket two = connect()) {
            say(one, "PROXY TCP6 2001:db8::1 ::1 1 25\r\n");
            assertThat(line(one)).startsWith("hello");
            say(two, "PROXY TCP6 2001:db8::2 ::1 1 25\r\n");
            assertThat(line(two)).isEqualTo("ADDRESS_FULL");
        }
    }

    @Test
    void cutsOffWhoSendsNoProxyHeaderWhereOneIsDue() throws IOException {
        start(new SessionBounds(100, 100, Duration.ofMillis(200), Duration.ofSeconds(60)), true);
        try (Socket bad = connect();
                Socket silent = connect()) {
            say(bad, "EHLO example.org\r\n");
            assertThat(endOf(bad)).isTrue();
            assertThat(endOf(silent)).isTrue();
        }
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException _) {
            return true; // reset
        }
    }

    /** A balancer on our own machine would lend its right to relay, and to log in without TLS, to anybody. */
    @Test
    void takesTheBalancerForNobodyWhereItDoesNotKnowItsClient() throws IOException {
        start(new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofSeconds(60)), true);
        try (Socket unknown = connect()) {
            say(unknown, "PROXY UNKNOWN\r\n");
            assertThat(line(unknown)).isEqualTo("hello 0.0.0.0");
        }
    }

    @Test
    void doesNotBelieveAProxyHeaderThatWasNotAskedFor() throws IOException {
        start(WIDE, false);
        try (Socket socket = connect()) {
            say(socket, "PROXY TCP4 192.0.2.1 127.0.0.1 1 25\r\n");
            assertThat(line(socket)).isEqualTo("hello 127.0.0.1");
        }
    }

    @Test
    void saysGoodbyeWhenAFaultOfOursEndsTheConversation() throws IOException {
        start(WIDE, false);
        try (Socket socket = connect()) {
            assertThat(line(socket)).startsWith("hello");
            say(socket, "boom\r\n");
            assertThat(line(socket)).isEqualTo("BROKEN");
            assertThat(endOf(socket)).isTrue();
        }
        Awaitility.await().until(() -> turnstile.inside() == 0);
    }

    @Test
    void saysGoodbyeToIdleClientsAtOnceWhenItStops() throws IOException {
        start(WIDE, false);
        try (Socket socket = connect()) {
            assertThat(line(socket)).startsWith("hello");
            long before = System.nanoTime();
            listener().stop(Duration.ofSeconds(20));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            assertThat(line(socket)).isEqualTo("STOPPING");
            assertThat(endOf(socket)).isTrue();
        }
    }

    @Test
    void letsRunningWorkEndWhenItStops() throws Exception {
        start(WIDE, false);
        try (Socket socket = connect()) {
            assertThat(line(socket)).startsWith("hello");
            say(socket, "work\r\nnever done\r\n");
            assertThat(line(socket)).isEqualTo("working");
            Thread stopper = Thread.ofVirtual().start(() -> listener().stop(Duration.ofSeconds(20)));
            Awaitility.await().until(() -> refusesConnections());
            release.countDown();
            assertThat(line(socket)).isEqualTo("worked");
            assertThat(line(socket)).isEqualTo("STOPPING");
            stopper.join();
        }
    }

    private boolean refusesConnections() {
        try (Socket socket = connect()) {
            return !socket.isConnected();
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void cutsWorkThatOutlivesTheGrace() throws Exception {
        start(WIDE, false);
        try (Socket socket = connect()) {
            assertThat(line(socket)).startsWith("hello");
            say(socket, "work\r\n");
            assertThat(line(socket)).isEqualTo("working");
            listener().stop(Duration.ofMillis(50));
            assertThat(endOf(socket)).isTrue();
        }
    }

    @Test
    void cutsWhoDoesNotReadWhatWeWrite() throws IOException {
        start(new SessionBounds(100, 100, Duration.ofSeconds(5), Duration.ofMillis(200)), false);
        try (Socket socket = connect()) {
            say(socket, "flood\r\n");
            Awaitility.await().until(() -> turnstile.inside() == 1);
            Awaitility.await().until(() -> turnstile.inside() == 0);
        }
    }

    @Test
    void saysWhatToDoWhenThePortIsTaken() throws IOException {
        start(WIDE, false);
        ListenerSettings same = new ListenerSettings("127.0.0.1", listener().port(), false, 50);
        assertThatThrownBy(() -> Listener.bind(same, turnstile, new Echo()))
                .isInstanceOf(CannotListenException.class)
                .hasMessageContaining("another program has it")
                .hasMessageContaining("maillon.toml");
    }

    @Test
    void saysWhatToDoWhenTheAddressIsNotOurs() {
        ListenerSettings foreign = new ListenerSettings("192.0.2.99", 2525, false, 50);
        assertThatThrownBy(() -> Listener.bind(foreign, turnstile, new Echo()))
                .isInstanceOf(CannotListenException.class)
                .hasMessageContaining("ip address");
    }
}
