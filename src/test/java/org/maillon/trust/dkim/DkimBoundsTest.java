package org.maillon.trust.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Settings;

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

    @ParameterizedTest
    @ValueSource(ints = {64, 120, 253})
    void aSelectorThatDnsCannotHoldIsAnErrorOfTheSigners(int length) {
        String tags = TAGS.replace("s=r", "s=" + "s".repeat(length));

        DkimVerdict verdict = only(Forge.signed(MESSAGE, tags, RSA));

        assertThat(verdict.result()).isEqualTo(DkimResult.PERMERROR);
        assertThat(verdict.reason()).contains("make no name that DNS can hold");
        assertThat(zone.questions()).isZero();
    }

    @Test
    void aFaultWhileAKeyIsAskedForIsAVerdictAndNoException() {
        zone.breaksAt(R);

        DkimVerdict verdict = only(Forge.signed(MESSAGE, TAGS, RSA));

        assertThat(verdict.result()).isEqualTo(DkimResult.TEMPERROR);
        assertThat(verdict.reason()).contains("a fault of the resolver's");
    }

    @ParameterizedTest
    @CsvSource({"9, 9", "10, 10", "11, 10"})
    void onlySoManyNamesAreAskedForTheirKeys(int names, int asked) {
        settings.put("max-signatures", "100");
        settings.put("max-keys", "10");
        byte[] signed = MESSAGE;
        for (int i = 0; i < names; i++) {
            zone.txt("k" + i + "._domainkey.example.org", Forge.record(Algorithm.RSA_SHA256));
            signed = Forge.signed(signed, TAGS.replace("s=r", "s=k" + i), RSA);
        }

        List<DkimVerdict> verdicts = verify(signed);

        assertThat(verdicts).filteredOn(DkimVerdict::passes).hasSize(asked);
        assertThat(verdicts)
                .filteredOn(verdict -> !verdict.passes())
                .allMatch(verdict -> verdict.result() == DkimResult.POLICY)
                .allMatch(verdict -> verdict.reason().contains("was not asked for"));
        assertThat(zone.questions()).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({"499, PASS", "500, PASS", "501, PERMERROR"})
    void aSignatureNamesSoManyFieldsAndNoMore(int names, DkimResult result) {
        String tags = TAGS.replace("h=from:to:subject", "h=from" + ":x".repeat(names - 1));

        assertThat(only(Forge.signed(MESSAGE, tags, RSA)).result()).isEqualTo(result);
    }

    @Test
    void beginningsOfTheBodyAreNotHashedWhereTheyProveNothing() {
        BodyHashes hashes = new BodyHashes();
        DkimSettings read = Settings.defaults(DkimSettings.class);
        KeyQuestions keys = new KeyQuestions(new PublicKeys(zone), InstantSource.fixed(NOW), read);
        for (int limit = 0; limit < 20; limit++) {
            byte[] signed = Forge.signed(MESSAGE, TAGS + "; l=" + limit, RSA);
            HeaderFields header = Forge.header(signed);
            HeaderField field = header.named("dkim-signature").getFirst();
            if (SignatureReader.read(field, SignatureReader.Kind.DKIM)
                    instanceof SignatureReader.Reading.Signature one) {
                var _ = new SignatureCheck(one, header, hashes, keys, false);
            }
        }
        keys.close();

        assertThat(hashes.count()).isEqualTo(1);
    }

    /**
     * What a client costs that sends the worst header there is and then lets its body trickle in. A verifier holds the
     * header once, and what its fields and ten signatures are made of: the bound is twice the largest header and 512 KiB.
     */
    @Test
    void whatASlowClientMakesUsHoldIsBounded() {
        int many = 24;
        byte[] header = worstHeader();
        DkimSettings read = Settings.defaults(DkimSettings.class);
        PublicKeys keys = new PublicKeys(zone);
        List<DkimVerifier> open = new ArrayList<>();
        open.add(fed(keys, read, header)); // whatever is loaded once
        long before = held();
        for (int i = 0; i < many; i++) {
            open.add(fed(keys, read, header));
        }
        long each = (held() - before) / many;
        open.forEach(DkimVerifier::close);

        assertThat(header.length).isGreaterThan(250_000);
        assertThat(each).isLessThan(2L * 256 * 1024 + 512 * 1024);
    }

    private static DkimVerifier fed(PublicKeys keys, DkimSettings settings, byte[] header) {
        DkimVerifier verifier = new DkimVerifier(keys, InstantSource.fixed(NOW), settings);
        verifier.feed(header, 0, header.length);
        return verifier;
    }

    /** As large as is taken by default: ten signatures that name as many fields as they may, and fields that they cover. */
    private static byte[] worstHeader() {
        String names = "from" + ":x".repeat(499);
        StringBuilder all = new StringBuilder(262_144);
        for (int i = 0; i < 10; i++) {
            all.append("DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=example.org; s=r; bh=AAAA; b=AAAA; h=")
                    .append(names)
                    .append("\r\n");
        }
        for (int i = 0; i < 980; i++) {
            all.append("X: ").append("x".repeat(248)).append("\r\n");
        }
        return all.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static long held() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
