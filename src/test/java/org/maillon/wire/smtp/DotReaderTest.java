package org.maillon.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotReaderTest {
    private static final int LINE = 1000;

    /** @param rest what stood behind the text's end; empty where it did not end */
    private record Heard(String text, Optional<TextFault> fault, Optional<String> rest) {}

    private static Heard read(int longestLine, String... pieces) {
        DotReader reader = new DotReader(longestLine);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        StringBuilder rest = new StringBuilder();
        for (String piece : pieces) {
            byte[] octets = piece.getBytes(StandardCharsets.ISO_8859_1);
            int used = reader.isDone() ? 0 : reader.read(octets, 0, octets.length, text::write);
            rest.append(piece.substring(used));
        }
        return new Heard(
                reader.fault().isPresent() ? "" : text.toString(StandardCharsets.ISO_8859_1),
                reader.fault(),
                reader.isDone() ? Optional.of(rest.toString()) : Optional.empty());
    }

    private static Heard atEverySplit(String all) {
        Heard whole = read(LINE, all);
        for (int i = 0; i <= all.length(); i++) {
            for (int j = i; j <= all.length(); j++) {
                assertThat(read(LINE, all.substring(0, i), all.substring(i, j), all.substring(j)))
                        .as("split at %d and %d", i, j)
                        .isEqualTo(whole);
            }
        }
        return whole;
    }

    private static Heard text(String text, String rest) {
        return new Heard(text, Optional.empty(), Optional.of(rest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "hello#.#|hello#",
                "#.#|#",
                ".#|",
                "a#b#.#|a#b#",
                "..#.#|.#",
                "..a#.#|.a#",
                ".a#.#|a#",
                "...#.#|..#",
                "a.#.#|a.#",
                "a#. #.#|a# #",
                "a##.#|a##"
            })
    void readsTextAndUndoesDots(String sent, String text) {
        Heard heard = atEverySplit(sent.replace("#", "\r\n") + "QUIT\r\n");
        assertThat(heard).isEqualTo(text(text == null ? "" : text.replace("#", "\r\n"), "QUIT\r\n"));
    }

    private static void isSmuggling(String end, TextFault fault) {
        String inner = "MAIL FROM:<evil@example>\r\n.\r\n";
        Heard heard = atEverySplit("a\r\nb" + end + inner + "NOOP\r\n");
        assertThat(heard.fault()).contains(fault);
        assertThat(heard.rest()).as("read to its true end").contains("NOOP\r\n");
    }

    @Test
    void refusesLfDotLf() {
        isSmuggling("\n.\n", TextFault.BARE_LF);
    }

    @Test
    void refusesLfDotCrlf() {
        isSmuggling("\n.\r\n", TextFault.BARE_LF);
    }

    @Test
    void refusesCrDotCr() {
        isSmuggling("\r.\r", TextFault.BARE_CR);
    }

    @Test
    void refusesCrDotCrlf() {
        isSmuggling("\r.\r\n", TextFault.BARE_CR);
    }

    @Test
    void refusesCrlfDotLf() {
        isSmuggling("\r\n.\n", TextFault.BARE_LF);
    }

    @Test
    void refusesCrlfDotCr() {
        isSmuggling("\r\n.\r", TextFault.BARE_CR);
    }

    @Test
    void refusesLfDotCr() {
        isSmuggling("\n.\r", TextFault.BARE_LF);
    }

    @Test
    void refusesCrDotLf() {
        isSmuggling("\r.\n", TextFault.BARE_CR);
    }

    @Test
    void refusesCrCrlfDotCrlf() {
        Heard heard = atEverySplit("a\r\r\n.\r\nNOOP\r\n");
        assertThat(heard.fault()).contains(TextFault.BARE_CR);
        assertThat(heard.rest()).as("the CRLF of CR CRLF is a line end").contains("NOOP\r\n");
    }

    @Test
    void refusesCrlfDotCrCrlf() {
        Heard heard = atEverySplit("a\r\n.\r\r\nNOOP\r\n.\r\n");
        assertThat(heard.fault()).contains(TextFault.BARE_CR);
        assertThat(heard.rest()).contains("");
    }

    @Test
    void refusesNulBetweenTheEndsOctets() {
        isSmuggling("\r\n.\0\r\n", TextFault.NUL);
        isSmuggling("\r\n\0.\r\n", TextFault.NUL);
    }

    @Test
    void doesNotEndAtNextLineOrOtherLineSeparators() {
        Heard heard = atEverySplit("a\u0085.\u0085\u000b.\u000b\u000c.\u000c\r\n.\r\n");
        assertThat(heard).isEqualTo(text("a\u0085.\u0085\u000b.\u000b\u000c.\u000c\r\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\r\n.\r\n", "\n.\r\n\r\n.\r\n", "a\r\nb\n\r\n.\r\n"})
    void refusesABareLineFeedInData(String sent) {
        assertThat(atEverySplit(sent).fault()).contains(TextFault.BARE_LF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb\r\n.\r\n", "\r\r\n.\r\n", "a\r\n.\rb\r\n.\r\n", "\rb\r\n.\r\n"})
    void refusesABareCarriageReturnInData(String sent) {
        assertThat(atEverySplit(sent).fault()).contains(TextFault.BARE_CR);
    }

    @Test
    void refusesNul() {
        assertThat(atEverySplit("a\0b\r\n.\r\n").fault()).contains(TextFault.NUL);
    }

    @Test
    void passesEightBitOctetsAndTabs() {
        assertThat(atEverySplit("\tgr\u00fc\u00df\u00ff\u0080\r\n.\r\n"))
                .isEqualTo(text("\tgr\u00fc\u00df\u00ff\u0080\r\n", ""));
    }

    @Test
    void boundsALineCrlfIncludedAndTheDoubledDotNot() {
        for (String end : new String[] {"\r\n", "\r\n.\r\n"}) {
            assertThat(read(20, "x".repeat(17) + end).fault()).isEmpty();
            assertThat(read(20, "x".repeat(18) + end).fault()).isEmpty();
            assertThat(read(20, "x".repeat(19) + end).fault()).contains(TextFault.LINE_TOO_LONG);
            assertThat(read(20, "a\r\n.." + "x".repeat(17) + end).fault()).isEmpty();
            assertThat(read(20, "a\r\n.." + "x".repeat(18) + end).fault()).contains(TextFault.LINE_TOO_LONG);
        }
    }

    @Test
    void boundsALineAlikeAtEverySplit() {
        for (int length = 18; length <= 19; length++) {
            String all = "ab\r\n" + "x".repeat(length) + "\r\ncd\r\n.\r\n";
            Heard whole = read(20, all);
            assertThat(whole.fault().isPresent()).isEqualTo(length > 18);
            for (int i = 0; i <= all.length(); i++) {
                assertThat(read(20, all.substring(0, i), all.substring(i))).isEqualTo(whole);
            }
        }
    }

    @Test
    void theFirstFaultCountsAlikeAtEverySplit() {
        String all = "x".repeat(30) + "\nz\r\n.\r\n";
        for (int i = 0; i <= all.length(); i++) {
            assertThat(read(20, all.substring(0, i), all.substring(i)).fault()).contains(TextFault.LINE_TOO_LONG);
        }
    }

    /** Whatever is sent: dot-stuffed by the rule, cut anywhere, it comes back as it was. */
    @Test
    void givesBackAnyTextCutAnywhere() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            StringBuilder sent = new StringBuilder();
            for (int line = random.nextInt(8); line > 0; line--) {
                StringBuilder content = new StringBuilder();
                for (int i = random.nextInt(6); i > 0; i--) {
                    content.append(".. a\u00e4b\t".charAt(random.nextInt(7)));
                }
                text.append(content).append("\r\n");
                sent.append(content.indexOf(".") == 0 ? "." : "")
                        .append(content)
                        .append("\r\n");
            }
            String all = sent + ".\r\nNEXT";
            int i = random.nextInt(all.length() + 1);
            int j = i + random.nextInt(all.length() - i + 1);
            assertThat(read(LINE, all.substring(0, i), all.substring(i, j), all.substring(j)))
                    .as("seed %d", seed)
                    .isEqualTo(text(text.toString(), "NEXT"));
        }
    }

    /** Against a reader so slow and simple that it can be seen to be right. */
    @Test
    void agreesWithThePlainestReaderOnAnyOctets() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder all = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                all.append("\r\n.\r\na\0".charAt(random.nextInt(7)));
            }
            int split = random.nextInt(all.length() + 1);
            Heard heard = read(LINE, all.substring(0, split), all.substring(split));
            assertThat(heard.rest()).as("seed %d", seed).isEqualTo(plainestRest(all.toString()));
            heard.rest().ifPresent(rest -> {
                String body = all.substring(0, all.length() - rest.length() - 3);
                assertThat(heard.fault().isEmpty()).isEqualTo(isClean(body));
            });
        }
    }

    private static Optional<String> plainestRest(String all) {
        if (all.startsWith(".\r\n")) {
            return Optional.of(all.substring(3));
        }
        int end = all.indexOf("\r\n.\r\n");
        return end < 0 ? Optional.empty() : Optional.of(all.substring(end + 5));
    }

    private static boolean isClean(String body) {
        String rest = body.replace("\r\n", "");
        return rest.indexOf('\r') < 0 && rest.indexOf('\n') < 0 && rest.indexOf('\0') < 0;
    }
}
