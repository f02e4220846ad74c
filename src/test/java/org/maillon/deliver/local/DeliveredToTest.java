package org.maillon.deliver.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveredToTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Delivered-To: ada@example.org||                         , true,  the field",
                "delivered-TO:ada@Example.ORG||                          , true,  without case or space",
                "A: b|Delivered-To: ada@example.org |C: d||              , true,  between others",
                "Delivered-To:| ada@example.org||                        , true,  folded",
                "Delivered-To: ada@example.org                           , true,  a header without its end",
                "Delivered-To: ada@example.organic||                     , false, another domain",
                "Delivered-To: xada@example.org||                        , false, another name",
                "X-Delivered-To: ada@example.org||                       , false, another field",
                "A: b| Delivered-To: ada@example.org||                   , false, what looks like it goes on with the field before",
                "A: b||Delivered-To: ada@example.org|                    , false, in the body",
                "||Delivered-To: ada@example.org|                        , false, no header at all",
                "``                                                      , false, nothing at all",
            })
    void finds(String header, boolean found, String why) throws IOException {
        String message = header.strip().replace("|", "\r\n");

        assertThat(names(message, Integer.MAX_VALUE)).as(why).isEqualTo(found);
    }

    @Test
    void readsNoFurtherThanItMay() throws IOException {
        String message = "A: b\r\n".repeat(100) + "Delivered-To: ada@example.org\r\n\r\n";
        int end = message.length() - 2;

        assertThat(names(message, end - 1)).isFalse();
        assertThat(names(message, end)).isFalse(); // the next line could still be a fold
        assertThat(names(message, end + 2)).isTrue();
    }

    @Test
    void aLineWithoutEndTakesNoMemory() throws IOException {
        assertThat(names(
                        "A: " + "x".repeat(1_000_000) + "\r\nDelivered-To: ada@example.org\r\n\r\n", Integer.MAX_VALUE))
                .isTrue();
    }

    private static boolean names(String message, int most) throws IOException {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        return DeliveredTo.names("ada@example.org", new ByteArrayInputStream(octets), most);
    }
}
