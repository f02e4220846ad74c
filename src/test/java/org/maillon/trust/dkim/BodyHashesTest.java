package org.maillon.trust.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in canonical form, however they are cut on their way. RFC 6376 §3.4.3, §3.4.4. */
class BodyHashesTest {
    /** A tilde is the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "SIMPLE|\"\"|~",
                "RELAXED|\"\"|\"\"",
                "SIMPLE|~~~|~",
                "RELAXED|~~~|\"\"",
                "SIMPLE|a b~~~|a b~",
                "RELAXED|a b~~~|a b~",
                "SIMPLE|a  b\t ~|a  b\t ~",
                "RELAXED|a  b\t ~|a b~",
                "RELAXED| a\tb c d ~| a b c d~",
                "RELAXED|a b|a b~",
                "RELAXED|a b |a b~",
                "RELAXED|a ~ ~\t~ b~ ~|a~~~ b~",
                "RELAXED|ä ö  ü~|ä ö ü~",
            })
    void aBodyHasOneForm(Canonicalization form, String body, String canonical) {
        everyCut(form, lines(body), lines(canonical));
    }

    @Test
    void whatTheTableForgot() {
        Random random = new Random(6376);
        for (int i = 0; i < 2_000; i++) {
            String body = random.ints(random.nextInt(24), 0, 6)
                    .mapToObj(at -> new String[] {"a", "b", " ", " ", "\t", "\r\n"}[at])
                    .collect(Collectors.joining());
            everyCut(Canonicalization.RELAXED, body, relaxed(body));
        }
    }

    @Test
    void linesAndWordsLongerThanWhatIsHashedAtOnce() {
        String line = "word ".repeat(1_000) + "x".repeat(9_000) + " end \r\n";
        String body = line.repeat(3) + "short\r\n".repeat(2_000) + "\r\n";
        byte[] octets = body.getBytes(ISO_8859_1);
        byte[] expected = BodyHashes.sha256().digest(relaxed(body).getBytes(ISO_8859_1));
        for (int cut : new int[] {0, 4_094, 4_095, 4_096, 4_097, 5_000, 9_000, 14_006, 14_007, octets.length}) {
            assertThat(hash(
                            Canonicalization.RELAXED,
                            Arrays.copyOf(octets, cut),
                            Arrays.copyOfRange(octets, cut, octets.length)))
                    .as("cut at %s", cut)
                    .isEqualTo(expected);
        }
    }

    /** As §3.4.4 says it, one rule after the other. */
    private static String relaxed(String body) {
        String lines = body.replaceAll("[ \t]+", " ").replaceAll(" (?=\r\n|$)", "");
        String text = lines.replaceAll("(\r\n)+$", "");
        return text.isEmpty() ? "" : text + "\r\n";
    }

    private static String lines(String text) {
        return text.replace("~", "\r\n");
    }

    private static void everyCut(Canonicalization form, String body, String canonical) {
        byte[] octets = body.getBytes(ISO_8859_1);
        byte[] expected = BodyHashes.sha256().digest(canonical.getBytes(ISO_8859_1));
        for (int cut = 0; cut <= octets.length; cut++) {
            assertThat(hash(form, Arrays.copyOf(octets, cut), Arrays.copyOfRange(octets, cut, octets.length)))
                    .as("%s cut at %s", body, cut)
                    .isEqualTo(expected);
        }
        assertThat(hash(
                        form,
                        Stream.iterate(0, at -> at < octets.length, at -> at + 1)
                                .map(at -> new byte[] {octets[at]})
                                .toArray(byte[][]::new)))
                .as("%s octet by octet", body)
                .isEqualTo(expected);
    }

    private static byte[] hash(Canonicalization form, byte[]... pieces) {
        BodyHashes hashes = new BodyHashes();
        BodyHash hash = hashes.want(form, Long.MAX_VALUE);
        for (byte[] piece : pieces) {
            hashes.feed(piece, 0, piece.length);
        }
        hashes.end();
        return hash.result();
    }
}
