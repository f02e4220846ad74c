package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.SessionBounds;

/** An idle session is cheap enough that ten thousand of them fit beside the work. */
@Timeout(60)
class IdleMemoryTest {
    private static final int SESSIONS = 300;
    private static final int LOOKS = 3;
    private static final long MOST_OCTETS_EACH = 16 * 1024;

    @Test
    void anIdleSessionTakesLessThan16KiB() throws IOException {
        SessionBounds bounds = new SessionBounds(10_000, 10_000, Duration.ofSeconds(5), Duration.ofSeconds(60));
        List<Socket> clients = new ArrayList<>();
        try (Listener listener = Fixture.listener(Fixture.server(new RecordingIntake(), Fixture.settings()), bounds)) {
            open(clients, listener.port(), 20); // what is loaded once is not what a session takes
            // What else runs in this process takes and frees memory of its own: the least of a few looks is the
            // sessions'.
            long least = Long.MAX_VALUE;
            for (int look = 0; look < LOOKS && least >= MOST_OCTETS_EACH; look++) {
                long before = heap();
                open(clients, listener.port(), SESSIONS);
                least = Math.min(least, (heap() - before) / SESSIONS); // the client's half runs here too
            }
            assertThat(least).isLessThan(MOST_OCTETS_EACH);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** Each has said hello, sent a message, and waits. */
    private static void open(List<Socket> clients, int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
            clients.add(client);
            client.getOutputStream()
                    .write("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nx\r\n.\r\nNOOP\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String line;
            do {
                line = Fixture.line(client.getInputStream());
            } while (!line.startsWith("250 2.0.0 Done"));
        }
    }

    /** The least of a few looks: the collector frees when it likes. */
    private static long heap() {
        long[] least = {Long.MAX_VALUE};
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
            System.gc();
            long used =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            boolean settled = least[0] - used < 10_000;
            least[0] = Math.min(least[0], used);
            return settled;
        });
        return least[0];
    }
}
