package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillon.peer.Letters.Letter;
import org.maillon.peer.MaillonProcess.Setup;

/** Postfix hands us mail and takes ours: every octet arrives, whatever its size and shape. */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostfixTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private MaillonProcess maillon;
    private PostfixServer inFront;
    private PostfixServer behind;

    @BeforeAll
    void startAll() throws Exception {
        behind = PostfixServer.hosting("behind.test");
        maillon = MaillonProcess.start(Setup.on("maillon.test")
                .routing("behind.test", behind.port())
                .with("[verify]\nask-recipients = false"));
        maillon.host("here.test", "ada", "bob", "many");
        inFront = PostfixServer.relayingTo(maillon.smtpPort());
    }

    @AfterAll
    void stopAll() throws Exception {
        for (AutoCloseable server :
                Stream.of(inFront, maillon, behind).filter(s -> s != null).toList()) {
            server.close();
        }
    }

    static Stream<Letter> letters() {
        return Stream.concat(
                Stream.of(1L, 1_000L, 70_000L, 1_048_577L, 10_000_000L, 50_000_000L)
                        .map(size -> Letters.ofSize("size-" + size, size)),
                Stream.of(Letters.eightBit("eight-bit"), Letters.dots("dot-lines")));
    }

    @ParameterizedTest
    @MethodSource("letters")
    void postfixHandsUsALetterAndEveryOctetArrives(Letter letter) throws Exception {
        Letter ours = letter.named(letter.id() + "-in");
        hand(inFront.port(), List.of("bob@here.test"), ours);

        byte[] delivered = awaitInMailbox("bob@here.test", ours);
        assertThat(ours.isWhole(delivered)).isTrue();
        assertThat(ours.trace(delivered))
                .contains("Return-Path: <ada@here.test>", "by postfix.test", "by maillon.test", "from postfix.test");
    }

    @ParameterizedTest
    @MethodSource("letters")
    void weHandPostfixALetterAndEveryOctetArrives(Letter letter) throws Exception {
        Letter ours = letter.named(letter.id() + "-out");
        hand(maillon.smtpPort(), List.of("someone@behind.test"), ours);

        byte[] delivered = Files.readAllBytes(awaitBehind(ours, 1).getFirst());
        byte[] onTheWire = new String(delivered, StandardCharsets.ISO_8859_1)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(ours.isWhole(onTheWire)).isTrue();
        assertThat(ours.trace(onTheWire)).contains("by maillon.test", "from maillon.test", "by postfix.test");
    }

    @Test
    void postfixHandsUsALetterForAThousand() throws Exception {
        maillon.verb("domain", "set", "here.test", "--catch-all", "many@here.test");
        List<String> thousand =
                IntStream.range(0, 1000).mapToObj(i -> "r" + i + "@here.test").toList();
        hand(inFront.port(), thousand, Letters.ofSize("thousand-in", 3000));

        await().atMost(PATIENCE).until(() -> maillon.stored("many@here.test") == 1000);
        assertThat(inFront.waiting()).isZero();
    }

    @Test
    void weHandPostfixALetterForAThousandInFewTransactions() throws Exception {
        List<String> thousand =
                IntStream.range(0, 1000).mapToObj(i -> "r" + i + "@behind.test").toList();
        Letter letter = Letters.ofSize("thousand-out", 3000);
        hand(maillon.smtpPort(), thousand, letter);

        List<Path> copies = awaitBehind(letter, 1000);
        assertThat(copies.stream().map(PostfixTest::deliveredTo)).doesNotHaveDuplicates();
        assertThat(behind.log().lines().filter(line -> line.contains("client=")))
                .hasSizeLessThan(60);
    }

    @Test
    void whatPostfixRefusesComesBackToItsSenderAsANotice() throws Exception {
        hand(maillon.smtpPort(), List.of("nobody@behind.test"), Letters.ofSize("refused", 500));

        await().atMost(PATIENCE).until(() -> maillon.stored("ada@here.test") == 1);
        assertThat(new String(maillon.mailOf("ada@here.test").getFirst(), StandardCharsets.UTF_8))
                .contains(
                        "Return-Path: <>", "multipart/report", "550 5.1.1", "No such user here", "nobody@behind.test");
    }

    @Test
    void postfixHearsBeforeTheBodyThatNobodyLivesHere() throws Exception {
        maillon.host("strict.test", "carol");
        hand(inFront.port(), List.of("nobody@strict.test"), Letters.ofSize("unknown", 500));

        await().atMost(PATIENCE).until(() -> inFront.log().contains("said: 550 5.1.1"));
        assertThat(inFront.log()).contains("in reply to RCPT TO command");
    }

    private static void hand(int port, List<String> recipients, Letter letter) throws IOException {
        try (SmtpDialogue dialogue = SmtpDialogue.open("127.0.0.1", port)) {
            dialogue.send("ada@here.test", recipients, letter.octets());
        }
    }

    private byte[] awaitInMailbox(String user, Letter letter) {
        return await().atMost(PATIENCE).until(() -> latest(user, letter), octets -> octets.length > 0);
    }

    private byte[] latest(String user, Letter letter) throws IOException {
        try (Pop3Pickup pickup = maillon.pop3(user)) {
            List<String> headers = pickup.headers();
            for (int i = 0; i < headers.size(); i++) {
                if (letter.isNamedIn(headers.get(i))) {
                    return pickup.message(i + 1);
                }
            }
            return new byte[0];
        }
    }

    private List<Path> awaitBehind(Letter letter, int count) {
        return await().atMost(PATIENCE).until(() -> behindWith(letter), files -> files.size() == count);
    }

    private List<Path> behindWith(Letter letter) throws IOException {
        return behind.delivered().stream()
                .filter(file -> letter.isNamedIn(head(file)))
                .toList();
    }

    private static String deliveredTo(Path file) {
        return head(file)
                .lines()
                .filter(line -> line.startsWith("Delivered-To:"))
                .findFirst()
                .orElseThrow();
    }

    private static String head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4096), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
