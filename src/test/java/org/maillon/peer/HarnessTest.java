package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.peer.Letters.Letter;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The measuring stick measured: what Postfix and our own sink do to a letter when Maillon is not there. */
@Tag("peer")
class HarnessTest {
    @Test
    void postfixHandsALetterUnchangedToTheSink() throws Exception {
        try (CountingSink sink = CountingSink.keeping();
                PostfixServer postfix = PostfixServer.relayingTo(sink.port())) {
            for (Letter letter : List.of(Letters.eightBit("eight"), Letters.dots("dots"), Letters.ofSize("one", 1))) {
                send(postfix, List.of("ada@sink.test"), letter);

                await().atMost(Duration.ofSeconds(30)).until(() -> sink.times(letter.id(), "ada@sink.test") == 1);
                byte[] taken = sink.bodies().getLast().getBytes(StandardCharsets.ISO_8859_1);
                assertThat(letter.isWhole(taken)).as(letter.id()).isTrue();
                assertThat(letter.trace(taken)).contains("by postfix.test");
            }
        }
    }

    @Test
    void postfixKeepsALetterForAThousandAndRefusesNobody() throws Exception {
        try (PostfixServer postfix = PostfixServer.hosting("mail.test")) {
            List<String> thousand = IntStream.range(0, 1000)
                    .mapToObj(i -> "u" + i + "@mail.test")
                    .toList();
            send(postfix, thousand, Letters.ofSize("many", 2000));

            await().atMost(Duration.ofMinutes(2)).until(() -> postfix.waiting() == 0);
            assertThat(postfix.delivered()).hasSize(1000);
            assertThat(Files.readString(postfix.delivered().getFirst())).contains("Delivered-To: u");
            try (SmtpDialogue dialogue = SmtpDialogue.open("127.0.0.1", postfix.port())) {
                dialogue.ask("MAIL FROM:<>", "250");
                dialogue.ask("RCPT TO:<nobody@mail.test>", "550 5.1.1");
            }
        }
    }

    @Test
    void knotAnswersForTheZonesOfATest() throws Exception {
        try (KnotServer knot =
                KnotServer.serving(Map.of("a.test", "@ MX 10 mx\nmx A 127.0.0.2", "b.test", "@ MX 0 ."))) {
            assertThat(mailServers(knot, "a.test.")).containsExactly("10 mx.a.test.");
            assertThat(mailServers(knot, "b.test.")).containsExactly("0 .");
        }
    }

    private static List<String> mailServers(KnotServer knot, String name) throws Exception {
        SimpleResolver resolver =
                new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), knot.port()));
        Message question = Message.newQuery(Record.newRecord(Name.fromString(name), Type.MX, DClass.IN));
        return resolver.send(question).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private static void send(PostfixServer postfix, List<String> recipients, Letter letter) throws Exception {
        try (SmtpDialogue dialogue = SmtpDialogue.open("127.0.0.1", postfix.port())) {
            dialogue.send("ada@sender.test", recipients, letter.octets());
        }
    }
}
