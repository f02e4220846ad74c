package org.maillon.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §3.2. */
class TargetTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            /x                             ; a.example      ; a.example   ; /x
            /x                             ; A.Example:8080 ; a.example   ; /x
            /x                             ; a.example.     ; a.example   ; /x
            /x                             ; [::1]:8080     ; [::1]       ; /x
            //b.example/x                  ; a.example      ; a.example   ; //b.example/x
            *                              ; a.example      ; a.example   ; *
            http://b.example/x             ; a.example      ; b.example   ; /x
            HTTPS://B.example:443/x/%2F    ; a.example      ; b.example   ; /x/%2F
            http://b.example               ; a.example      ; b.example   ; /
            http://[2001:db8::1]:80/x      ; a.example      ; [2001:db8::1] ; /x
            """)
    void saysWhoseThePathIs(String sent, String hostField, String host, String path) {
        Target target = Target.of("GET", sent, List.of(hostField)).orElseThrow();
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.path()).isEqualTo(path);
    }

    /** RFC 9110 §7.4. */
    @ParameterizedTest
    @CsvSource({"/x, false", "http://a.example/x, false", "https://a.example/x, true", "HTTPS://a.example, true"})
    void saysWhetherItWantsTls(String sent, boolean secure) {
        assertThat(Target.of("GET", sent, List.of("a.example")).orElseThrow().secure())
                .isEqualTo(secure);
    }

    /** §3.2.4: the asterisk of who takes us for a proxy. */
    @ParameterizedTest
    @CsvSource({"OPTIONS, http://a.example, *", "OPTIONS, http://a.example/, /", "GET, http://a.example, /"})
    void withoutAPathItIsTheRootOrTheServer(String method, String sent, String path) {
        assertThat(Target.of(method, sent, List.of("a.example")).orElseThrow().path())
                .isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "http:/b.example/x",
                "http:///x",
                "http://anna@b.example/x",
                "http://b.example:x/",
                "http://b.example:1:2/",
                "http://b example/x",
                "ftp://b.example/x",
                "b.example:443",
                "**",
                "http://[::1/x",
                "http://[]/x",
                "http://[::1]x/",
                "http://::1/x",
                "http://a.example:123456/",
                "http://a%2Eexample/",
                "http://a.example?x"
            })
    void whatIsOfNoKnownFormIsNone(String sent) {
        assertThat(Target.of("GET", sent, List.of("a.example"))).isEqualTo(Optional.empty());
    }
}
