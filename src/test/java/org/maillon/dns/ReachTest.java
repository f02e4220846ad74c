package org.maillon.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
    @ParameterizedTest
    @CsvSource({
        "mail.example.org, WORLD",
        "mx.testing.example.com, WORLD",
        "mail.maillon.test, LABORATORY",
        "mx.EXAMPLE, LABORATORY",
        "localhost, HERE",
        "mail, HERE",
        "a.localhost, HERE",
        "nas.local, HERE",
        "mail.LAN, HERE",
        "mx.invalid, HERE",
        "mx.corp.internal, HERE",
        "192.0.2.1, HERE",
        "'mail server.org', HERE",
        ".org, HERE",
        "'', HERE"
    })
    void aNameIsKnownAsFarAsItsLastLabelSays(String host, Reach reach) {
        assertThat(Reach.of(host)).isEqualTo(reach);
    }
}
