package org.maillon.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderScannerTest {
    @ParameterizedTest(name = "{4}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Received: a~From: b~~body~ | 1 | 2 | true | one Received, one other
            RECEIVED: a~received : b~~ | 2 | 2 | true | any case, and the obsolete space before the colon
            Received: a~ Received: folded~~ | 1 | 1 | true | a folded line begins no field
            Received-SPF: pass~X-Received: b~~ | 0 | 2 | true | longer names are other fields
            Receive: a~~ | 0 | 1 | true | shorter ones too
            From: a~Received: b | 1 | 2 | false | a header that never ends
            ~Received: in the body~ | 0 | 0 | true | no header at all
            nonsense without colon~~x | 0 | 1 | true | a line that is no field counts as one
            Received x: b~~ | 0 | 1 | true | a space within the name is no name
            `From: a~~~Received: b` | 0 | 1 | true | only the header counts""")
    void tellsWhatTheHeaderHolds(String text, int received, int fields, boolean ended, String reason) {
        byte[] octets = text.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8);
        for (int split = 0; split <= octets.length; split++) {
            HeaderScanner scanner = new HeaderScanner();
            scanner.feed(octets, 0, split);
            scanner.feed(octets, split, octets.length - split);
            assertThat(scanner.received()).as(reason + ", split at " + split).isEqualTo(received);
            assertThat(scanner.fields()).as(reason).isEqualTo(fields);
            assertThat(scanner.headerEnded()).as(reason).isEqualTo(ended);
        }
    }

    @Test
    void measuresTheHeaderWithItsEmptyLine() {
        HeaderScanner scanner = scanned("From: a\r\n\r\nbody\r\n");
        assertThat(scanner.headerSize()).isEqualTo("From: a\r\n\r\n".length());
    }

    @Test
    void tellsEightBitsInHeaderAndBodyApart() {
        assertThat(scanned("Subject: é\r\n\r\nbody").eightBitHeader()).isTrue();
        assertThat(scanned("Subject: é\r\n\r\nbody").eightBitBody()).isFalse();
        assertThat(scanned("Subject: e\r\n\r\nbodé").eightBitHeader()).isFalse();
        assertThat(scanned("Subject: e\r\n\r\nbodé").eightBitBody()).isTrue();
    }

    private static HeaderScanner scanned(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        HeaderScanner scanner = new HeaderScanner();
        scanner.feed(octets, 0, octets.length);
        return scanner;
    }
}
