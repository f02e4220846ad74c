package org.maillon.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Bytes;

/** Which page a browser asks for; over a port HttpApiTest has it. */
class OriginsTest {
    private static Request request(String method, String text) {
        return new Request(
                method,
                "a.example",
                Map.of(),
                new Client(InetAddress.getLoopbackAddress(), Client.Way.PRIVATE),
                name -> Arrays.stream(text.split(" ; ", -1))
                        .filter(field -> field.startsWith(name + ": "))
                        .map(field -> field.substring(name.length() + 2))
                        .toList(),
                () -> Bytes.EMPTY);
    }

    /** A form on any page can send POST to us with the password that the browser keeps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-Fetch-Site: cross-site                                | true",
                "Sec-Fetch-Site: same-site                                 | true",
                "Sec-Fetch-Site: same-origin ; Sec-Fetch-Site: cross-site  | true",
                "Origin: https://evil.example                              | true",
                "Origin: null                                              | true",
                "Origin: http://a.example:81                               | true",
                "Origin: https://a.example.evil.example                    | true",
                "Sec-Fetch-Site: same-origin ; Origin: https://b.example   | true",
                "Sec-Fetch-Site: cross-site ; Origin: https://a.example    | true",
                "Sec-Fetch-Site: same-origin ; Origin: https://A.example   | false",
                "Sec-Fetch-Site: none                                      | false",
                "Origin: http://a.example:80                               | false",
                "X: no browser                                             | false",
            })
    void aPageOfAnotherSiteChangesNothing(String fields, boolean foreign) {
        String all = "Host: a.example ; " + fields;
        assertThat(request("POST", all).isForeign()).isEqualTo(foreign);
        assertThat(request("DELETE", all).isForeign()).isEqualTo(foreign);
        assertThat(request("GET", all).isForeign()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a.example:8443, false", "a.example, true", "'', true"})
    void thePortIsPartOfTheOrigin(String host, boolean foreign) {
        assertThat(request("POST", "Host: " + host + " ; Origin: https://a.example:8443")
                        .isForeign())
                .isEqualTo(foreign);
    }
}
