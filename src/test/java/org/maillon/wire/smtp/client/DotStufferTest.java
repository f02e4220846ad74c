package org.maillon.wire.smtp.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStufferTest {
    private static String stuffed(String message, int... splits) throws IOException {
        byte[] octets = message.getBytes(ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotStuffer stuffer = new DotStuffer();
        int from = 0;
        for (int split : splits) {
            stuffer.write(octets, from, split, out);
            from = split;
        }
        stuffer.write(octets, from, octets.length, out);
        stuffer.end(out);
        return out.toString(ISO_8859_1);
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                | .\\r\\n                          | an empty message",
                "a\\r\\n           | a\\r\\n.\\r\\n                   | a line",
                "a                 | a\\r\\n.\\r\\n                   | a last line without its end gets one",
                "a\\r              | a\\r\\n.\\r\\n                   | a last line with half its end gets the other",
                "a\\r\\n\\r\\n     | a\\r\\n\\r\\n.\\r\\n             | an empty last line",
                ".                 | ..\\r\\n.\\r\\n                  | a dot alone, at the start",
                ".\\r\\n           | ..\\r\\n.\\r\\n                  | the end of DATA, as a first line",
                "a\\r\\n.\\r\\nb   | a\\r\\n..\\r\\nb\\r\\n.\\r\\n    | the end of DATA, in the middle",
                "a\\r\\n..\\r\\n   | a\\r\\n...\\r\\n.\\r\\n          | two dots",
                "a.\\r\\n.b        | a.\\r\\n..b\\r\\n.\\r\\n          | only the first of a line",
                "a\\n.\\nb         | a\\r\\n..\\r\\nb\\r\\n.\\r\\n    | smuggling by LF.LF",
                "a\\n.\\r\\nb      | a\\r\\n..\\r\\nb\\r\\n.\\r\\n    | smuggling by LF.CRLF",
                "a\\r.\\rb         | a\\r\\n..\\r\\nb\\r\\n.\\r\\n    | smuggling by CR.CR",
                "a\\r\\n.\\rb      | a\\r\\n..\\r\\nb\\r\\n.\\r\\n    | smuggling by CRLF.CR",
                "a\\r\\n.\\nb      | a\\r\\n..\\r\\nb\\r\\n.\\r\\n    | smuggling by CRLF.LF",
                "a\\r.\\r\\nb      | a\\r\\n..\\r\\nb\\r\\n.\\r\\n    | smuggling by CR.CRLF",
                "a\\r\\r\\n.b      | a\\r\\n\\r\\n..b\\r\\n.\\r\\n    | CR CR LF is two lines",
                "\\n               | \\r\\n.\\r\\n                    | a lone LF",
                "\\r               | \\r\\n.\\r\\n                    | a lone CR",
                "\\n\\r            | \\r\\n\\r\\n.\\r\\n              | turned round",
                "\\n\\n.           | \\r\\n\\r\\n..\\r\\n.\\r\\n      | two LF, then a dot",
                "\\r\\r.           | \\r\\n\\r\\n..\\r\\n.\\r\\n      | two CR, then a dot",
            })
    void stuffsTheSameAtEverySplit(String message, String wire, String reason) throws IOException {
        String text = unescape(message);
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                assertThat(stuffed(text, first, second)).as(reason).isEqualTo(unescape(wire));
            }
        }
    }
}
