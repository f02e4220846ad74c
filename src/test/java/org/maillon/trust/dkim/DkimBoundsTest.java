package org.maillon.trust.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signature, its key or its DNS may cost us, and what it comes to where it wants more. */
class DkimBoundsTest extends Verifying {
    @Test
    void dnsThatFailsIsTemporary() {
        zone.fails(R, "SERVFAIL");

        DkimVerdict verdict = only(Forge.signed(MESSAGE, TAGS, RSA));

        assertThat(verdict.result()).isEqualTo(DkimResult.TEMPERROR);
        assertThat(verdict.reason()).contains("SERVFAIL");
    }

    @Test
    void aKeyThatNeverComesIsWaitedForWithinItsBound() {
        settings.put("key-timeout", "1s");
        zone.isSilent(R);

        DkimVerdict verdict = only(Forge.signed(MESSAGE, TAGS, RSA));

        assertThat(verdict.result()).isEqualTo(DkimResult.TEMPERROR);
        assertThat(verdict.reason()).contains("did not come within 1 s");
    }

    @Test
    void oneNameIsAskedForOnceHoweverManySignaturesNameIt() {
        byte[] signed = MESSAGE;
        for (int i = 0; i < 8; i++) {
            signed = Forge.signed(signed, TAGS, RSA);
        }

        assertThat(verify(signed)).hasSize(8).allMatch(DkimVerdict::passes);
        assertThat(zone.questions()).isEqualTo(1);
    }

    @Test
    void twoKeysAtOneNameAreNone() {
        zone.txt(R, "some other service's text").txt("two._domainkey.example.org", Forge.record(1024));
        zone.txt("two._domainkey.example.org", Forge.record(2048));

        assertThat(only(Forge.signed(MESSAGE, TAGS, RSA)).result()).isEqualTo(DkimResult.PASS);
        assertThat(only(Forge.signed(MESSAGE, TAGS.replace("s=r", "s=two"), RSA))
                        .reason())
                .contains("more than one key");
    }

    @ParameterizedTest
    @CsvSource({"1024, PASS", "1025, POLICY"})
    void aKeyShorterThanItsBoundProvesNothing(String bound, DkimResult result) {
        settings.put("min-key-bits", bound);
        zone.txt("k._domainkey.example.org", Forge.record(1024));
        SigningKey key = new SigningKey(
                Forge.DOMAIN, "k", Algorithm.RSA_SHA256, Forge.rsa(1024).getPrivate());

        assertThat(only(Forge.signed(MESSAGE, TAGS.replace("s=r", "s=k"), key)).result())
                .isEqualTo(result);
    }

    @Test
    void noSettingMakesKeysCountThatAreShorterThan1024Bits() {
        settings.put("min-key-bits", "1023");

        assertThatThrownBy(() -> only(Forge.signed(MESSAGE, TAGS, RSA))).hasMessageContaining("1024");
    }

    @ParameterizedTest
    @CsvSource({"2048, PASS", "2056, POLICY"})
    void aKeyLongerThanItsBoundIsNotCalculatedWith(int bits, DkimResult result) {
        settings.put("max-key-bits", "2048");
        zone.txt("k._domainkey.example.org", Forge.record(bits));
        SigningKey key = new SigningKey(
                Forge.DOMAIN, "k", Algorithm.RSA_SHA256, Forge.rsa(bits).getPrivate());

        assertThat(only(Forge.signed(MESSAGE, TAGS.replace("s=r", "s=k"), key)).result())
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"299, PASS", "300, PASS", "301, PERMERROR"})
    void aSignatureMayBeAsFarAheadOfUsAsClocksAre(int ahead, DkimResult result) {
        long at = NOW.getEpochSecond() + ahead;

        assertThat(only(Forge.signed(MESSAGE, TAGS + "; t=" + at, RSA)).result())
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"299, PASS", "300, PERMERROR", "301, PERMERROR"})
    void aSignatureHoldsUntilItExpires(int ago, DkimResult result) {
        Instant expired = NOW.minus(Duration.ofSeconds(ago));

        DkimVerdict verdict = only(Forge.signed(MESSAGE, TAGS + "; x=" + expired.getEpochSecond(), RSA));

        assertThat(verdict.result()).isEqualTo(result);
    }

    @Test
    void aSignatureCannotExpireBeforeItIsMade() {
        String times = "; t=" + NOW.getEpochSecond() + "; x=" + (NOW.getEpochSecond() - 1);

        assertThat(only(Forge.signed(MESSAGE, TAGS + times, RSA)).reason()).contains("earlier than t=");
    }

    @Test
    void aBodyThatIsSignedInPartIsNoPassUnlessItIsAccepted() {
        byte[] longer =
                Forge.joined(Forge.signed(MESSAGE, TAGS + "; l=10", RSA), Messages.octets("Visit eve.example\n"));

        assertThat(only(longer).result()).isEqualTo(DkimResult.POLICY);
        assertThat(only(longer).reason()).contains("only 10 of the body's");
        assertThat(only(longer).bodyOctets()).hasValue(10);
        settings.put("accept-partial-body", "true");
        assertThat(only(longer).result()).isEqualTo(DkimResult.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"104857600", "99999999999999999999999999999999999999"})
    void aLengthBeyondTheBodyFails(String length) {
        byte[] signed = edited(Forge.signed(MESSAGE, TAGS + "; l=10", RSA), "l=10;", "l=" + length + ";");

        assertThat(only(signed).result()).isEqualTo(DkimResult.FAIL);
        assertThat(only(signed).reason()).contains("l= promises a longer body");
    }

    @ParameterizedTest
    @CsvSource({"9, 9, ''", "10, 10, ''", "11, 11, '1 more'", "10000, 11, '9990 more'"})
    void onlySoManySignaturesAreLookedAt(int there, int verdicts, String others) {
        byte[] one = Messages.octets("DKIM-Signature: " + TAGS + "; bh=AAAA; b=AAAA\n");
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < there; i++) {
            fields.append(Messages.text(one));
        }
        settings.put("max-header-size", "16MiB");

        List<DkimVerdict> found =
                verify(Forge.joined(Messages.octets(fields.toString().replace("\r", "")), MESSAGE));

        assertThat(found).hasSize(verdicts);
        assertThat(found.getLast().result()).isEqualTo(others.isEmpty() ? DkimResult.FAIL : DkimResult.POLICY);
        assertThat(found.getLast().reason()).contains(others);
    }

    @ParameterizedTest
    @CsvSource({"4095, FAIL", "4096, FAIL", "4097, POLICY"})
    void aHeaderHasABound(int size, DkimResult result) {
        settings.put("max-header-size", "4096");
        String start = "DKIM-Signature: " + TAGS + "; bh=AAAA; b=AAAA\r\nX: ";
        String header = start + "x".repeat(size - start.length() - 4) + "\r\n\r\n";

        List<DkimVerdict> verdicts = verify((header + "body\r\n").getBytes(StandardCharsets.US_ASCII), 1);

        assertThat(verdicts).extracting(DkimVerdict::result).containsExactly(result);
    }
}
