package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.peer.Letters.Letter;
import org.maillon.peer.MaillonProcess.Setup;

/**
 * Three links of a chain, each a process with its own view of DNS: for the first, the mail server of {@code end.test} is
 * the second; for the second it is the third; and the third keeps the mailbox.
 */
@Tag("peer")
class ChainTest {
    @Test
    void aLetterGoesFromLinkToLinkByMxAndIsPickedUpAtTheEnd() throws Exception {
        int port = Peers.freePort("127.0.0.4");
        try (KnotServer first = view("127.0.0.3");
                KnotServer second = view("127.0.0.4");
                MaillonProcess one = link("one.test", "127.0.0.2", port, first);
                MaillonProcess two = link("two.test", "127.0.0.3", port, second);
                MaillonProcess three = link("three.test", "127.0.0.4", port, second)) {
            three.host("end.test", "zoe");
            Letter letter = Letters.ofSize("chained", 300_000);
            String answer = send(one, letter);

            await().atMost(Duration.ofMinutes(1)).until(() -> three.stored("zoe@end.test") == 1);
            byte[] delivered = three.mailOf("zoe@end.test").getFirst();
            assertThat(letter.isWhole(delivered)).isTrue();
            assertThat(letter.trace(delivered)).containsSubsequence("by three.test", "by two.test", "by one.test");
            assertThat(one.verb("trace", queueId(answer))).contains("127.0.0.3", "250", "zoe@end.test");
            assertThat(two.verb("trace", "zoe@end.test")).contains("127.0.0.4", "250");
            assertThat(three.verb("trace", "zoe@end.test")).contains("mailbox");
        }
    }

    private static String send(MaillonProcess link, Letter letter) throws IOException {
        try (SmtpDialogue dialogue = link.smtp()) {
            return dialogue.send("ada@here.test", List.of("zoe@end.test"), letter.octets());
        }
    }

    /** The last word of {@code 250 2.0.0 … queued as ID}. */
    static String queueId(String answer) {
        return answer.substring(answer.lastIndexOf(' ') + 1);
    }

    private static KnotServer view(String mailServerOfTheEnd) throws IOException {
        return KnotServer.serving(Map.of(
                "end.test", "@ MX 10 mx\nmx A " + mailServerOfTheEnd, "here.test", "@ MX 10 mx\nmx A 127.0.0.2"));
    }

    private static MaillonProcess link(String name, String address, int port, KnotServer dns) throws IOException {
        return MaillonProcess.start(Setup.on(name)
                .at(address, port)
                .with("[dns]\nservers = [\"" + dns.address() + "\"]")
                .with("[hops]\nmx-port = " + port + "\nrefuse-loopback-mx = false"));
    }
}
