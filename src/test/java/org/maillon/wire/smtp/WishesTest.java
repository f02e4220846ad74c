package org.maillon.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** REQUIRETLS (RFC 8689), HOLDFOR and HOLDUNTIL (RFC 4865), BY (RFC 2852), MT-PRIORITY (RFC 6710). */
class WishesTest {
    private static final Instant ARRIVED = Instant.parse("2026-05-01T10:00:00Z");

    private static CommandParser.Read read(String parameters) {
        byte[] line = ("MAIL FROM:<ada@example.org> " + parameters).getBytes(StandardCharsets.UTF_8);
        return new CommandParser(false).read(line, 0, line.length);
    }

    private static Wishes wishes(String parameters) {
        CommandParser.Read read = read(parameters);
        assertThat(read).isInstanceOf(CommandParser.Read.Understood.class);
        return ((Command.Mail) ((CommandParser.Read.Understood) read).command())
                .parameters()
                .wishes();
    }

    @Test
    void readsNothingWhereNothingIsAsked() {
        assertThat(wishes("SIZE=5")).isSameAs(Wishes.PLAIN);
        assertThat(wishes("MT-PRIORITY=0")).isSameAs(Wishes.PLAIN);
    }

    @Test
    void readsAllOfThem() {
        assertThat(wishes("requiretls HOLDFOR=60 by=120;rt MT-PRIORITY=-4"))
                .isEqualTo(new Wishes(
                        true,
                        Optional.of(new FutureRelease.After(Duration.ofMinutes(1))),
                        Optional.of(new DeliverBy(Duration.ofMinutes(2), DeliverBy.Mode.RETURN, true)),
                        -4));
    }

    @ParameterizedTest
    @CsvSource({
        "HOLDFOR=1, 2026-05-01T10:00:01Z",
        "HOLDFOR=999999999, 2058-01-07T11:46:39Z",
        "HOLDUNTIL=2026-12-24T08:00:00Z, 2026-12-24T08:00:00Z",
        "HOLDUNTIL=2026-12-24t08:00:00z, 2026-12-24T08:00:00Z",
        "HOLDUNTIL=2026-12-24T08:00:00.25Z, 2026-12-24T08:00:00Z",
        "HOLDUNTIL=2026-12-24T08:00:00+01:30, 2026-12-24T06:30:00Z",
        "HOLDUNTIL=2026-12-24T08:00:00-18:00, 2026-12-25T02:00:00Z",
        "HOLDUNTIL=2026-12-31T23:59:60Z, 2026-12-31T23:59:59Z",
    })
    void readsWhenAMessageIsToBeReleased(String parameter, Instant moment) {
        assertThat(wishes(parameter).release().orElseThrow().of(ARRIVED)).isEqualTo(moment);
    }

    @ParameterizedTest
    @CsvSource({
        "BY=1;R, 1, RETURN, false, 1;R",
        "BY=+120;NT, 120, NOTIFY, true, 120;NT",
        "BY=-5;N, -5, NOTIFY, false, -5;N",
        "BY=0;n, 0, NOTIFY, false, 0;N",
        "BY=999999999;R, 999999999, RETURN, false, 999999999;R",
    })
    void readsByWhenItIsToBeDelivered(
            String parameter, long seconds, DeliverBy.Mode mode, boolean trace, String again) {
        DeliverBy by = wishes(parameter).deliverBy().orElseThrow();
        assertThat(by).isEqualTo(new DeliverBy(Duration.ofSeconds(seconds), mode, trace));
        assertThat(by.written()).isEqualTo(again);
    }

    @Test
    void tellsWhatIsLeftOfItsTime() {
        DeliverBy by = wishes("BY=100;N").deliverBy().orElseThrow();
        assertThat(by.left(ARRIVED, ARRIVED.plusSeconds(30)).written()).isEqualTo("70;N");
        assertThat(by.left(ARRIVED, ARRIVED.plusSeconds(130)).written()).isEqualTo("-30;N");
    }

    @ParameterizedTest
    @CsvSource({"-9, -9", "-1, -1", "1, 1", "9, 9"})
    void readsAPriority(String value, int priority) {
        assertThat(wishes("MT-PRIORITY=" + value).priority()).isEqualTo(priority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REQUIRETLS=", // the equals sign alone is no value, and passes
            })
    void takesAnEmptyValueForNone(String parameter) {
        assertThat(wishes(parameter).requireTls()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REQUIRETLS=yes",
                "HOLDFOR",
                "HOLDFOR=0",
                "HOLDFOR=-1",
                "HOLDFOR=1000000000",
                "HOLDFOR=1h",
                "HOLDFOR=\u0661",
                "HOLDFOR=1 HOLDUNTIL=2030-01-01T00:00:00Z",
                "HOLDUNTIL=2030-01-01T00:00:00Z HOLDFOR=1",
                "HOLDUNTIL=2030-01-01",
                "HOLDUNTIL=2030-01-01T00:00:00",
                "HOLDUNTIL=2030-01-01T00:00:00.Z",
                "HOLDUNTIL=2030-02-30T00:00:00Z",
                "HOLDUNTIL=2030-01-01T24:00:00Z",
                "HOLDUNTIL=2030-01-01T00:00:61Z",
                "HOLDUNTIL=2030-01-01T00:00:00+1:00",
                "HOLDUNTIL=2030-01-01T00:00:00+18:01",
                "HOLDUNTIL=2030-01-01T00:00:00+01:60",
                "HOLDUNTIL=2030-01-01T00:00:00Zx",
                "BY=",
                "BY=5",
                "BY=;R",
                "BY=+;R",
                "BY=5;",
                "BY=5;X",
                "BY=5;TR",
                "BY=5;RTT",
                "BY=0;R",
                "BY=-1;R",
                "BY=1000000000;N",
                "BY=--1;N",
                "MT-PRIORITY=",
                "MT-PRIORITY=10",
                "MT-PRIORITY=+1",
                "MT-PRIORITY=-0",
                "MT-PRIORITY=x",
                "MT-PRIORITY=1 MT-PRIORITY=1",
            })
    void refusesWhatIsNoneOfIt(String parameters) {
        assertThat(read(parameters))
                .isInstanceOfSatisfying(
                        CommandParser.Read.Refused.class,
                        refused -> assertThat(refused.reply().toString()).startsWith("501 5.5.4"));
    }
}
