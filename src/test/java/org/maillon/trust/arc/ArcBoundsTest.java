package org.maillon.trust.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.trust.TxtZone;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.Canonicalization;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.DkimSigner;
import org.maillon.trust.dkim.Forge;
import org.maillon.trust.dkim.HeaderCanon;
import org.maillon.trust.dkim.HeaderField;
import org.maillon.trust.dkim.HeaderFields;
import org.maillon.trust.dkim.PublicKeys;
import org.maillon.trust.dkim.SignedFields;
import org.maillon.trust.dkim.SigningKey;
import org.maillon.trust.dkim.TagWriter;

/** What a chain of strangers may cost, and what it comes to where it wants more. RFC 8617 §5.2. */
class ArcBoundsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String HEADER = "From: Ada <ada@example.org>\r\nSubject: hello\r\n";
    private static final String BODY = "Dear Bob.\r\n";

    private final TxtZone zone = new TxtZone();
    private final Map<String, String> settings = new HashMap<>();
    private String header = HEADER;

    /** Of the results of the next set. */
    private String padding = "";

    private final List<String> sets = new ArrayList<>();

    private SigningKey key(String selector) {
        zone.without(selector + "._domainkey.example.org")
                .txt(selector + "._domainkey.example.org", Forge.record(Algorithm.RSA_SHA256));
        return Forge.key(selector, Algorithm.RSA_SHA256);
    }

    /** One set more, its signature and its seal by keys of their own. */
    private void seal(String signer, String sealer, String extra) {
        String i = Integer.toString(sets.size() + 1);
        String results = "ARC-Authentication-Results: i=" + i + "; mx.example; spf=none" + padding + "\r\n";
        HeaderCanon canon = new HeaderCanon(Canonicalization.RELAXED);
        canon.add(SignedFields.of(fields(header), List.of("from", "subject")));
        TagWriter field = common("ARC-Message-Signature", i, signer)
                .tag("c", "relaxed/relaxed")
                .tag("h", "from:subject")
                .tag(
                        "bh",
                        Base64.getEncoder()
                                .encodeToString(Crypto.digest("SHA-256").digest(octets(BODY))));
        String signature =
                text(DkimSigner.signed(extra.isEmpty() ? field : field.tag("l", extra), canon.toOctets(), key(signer)));
        String before = String.join("", sets) + results + signature;
        HeaderCanon chain = new HeaderCanon(Canonicalization.RELAXED);
        List<HeaderField> covered = fields(before).all();
        chain.add(covered);
        String seal = text(DkimSigner.signed(
                common("ARC-Seal", i, sealer).tag("cv", sets.isEmpty() ? "none" : "pass"),
                chain.toOctets(),
                key(sealer)));
        sets.add(results + signature + seal);
        header = seal + signature + results + header;
    }

    private static TagWriter common(String name, String i, String selector) {
        return new TagWriter(name)
                .tag("i", i)
                .tag("a", "rsa-sha256")
                .tag("d", "example.org")
                .tag("s", selector);
    }

    private static HeaderFields fields(String text) {
        return HeaderFields.of(octets(text));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private long hashed;

    private ArcVerdict judged() {
        DkimSettings read = Settings.read(DkimSettings.class, Map.copyOf(settings));
        try (ArcVerifier verifier = new ArcVerifier(new PublicKeys(zone), InstantSource.fixed(NOW), read)) {
            byte[] message = octets(header + "\r\n" + BODY);
            verifier.feed(message, 0, message.length);
            ArcVerdict verdict = verifier.finish();
            hashed = verifier.hashed();
            return verdict;
        }
    }

    /** RFC 8617 §4.2.1: fifty sets, each by another domain, are what must be handled as it comes. */
    @Test
    void fiftySetsOfFiftySealersPassUnlessTheSettingsSayOtherwise() {
        for (int i = 1; i <= 50; i++) {
            seal("m" + i, "s" + i, "");
        }
        ArcVerdict verdict = judged();
        assertThat(verdict.cv()).as(verdict.reason()).isEqualTo(ArcResult.PASS);
        assertThat(verdict.sealers()).hasSize(50);
        assertThat(zone.questions()).isEqualTo(51);
        assertThat(hashed).isLessThan(26L * header.length());
    }

    /** The first set fills the largest header, and each of fifty seals covers it: counted, not timed. */
    @Test
    void theWorstHeaderCostsNoMoreThanItsBound() {
        padding = "x".repeat(490) + "\r\n ";
        padding = padding.repeat(900);
        seal("k", "k", "");
        padding = "";
        for (int i = 2; i <= 50; i++) {
            seal("k", "k", "");
        }
        assertThat(header.length()).isBetween(480 * 1024, 512 * 1024);

        ArcVerdict verdict = judged();

        assertThat(verdict.cv()).isEqualTo(ArcResult.FAIL);
        assertThat(verdict.temporary()).isFalse();
        assertThat(verdict.reason()).contains("more than 16MiB would have to be hashed");
        assertThat(hashed).isBetween(15L << 20, 16L << 20);
        assertThat(zone.questions()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, FAIL, 0", "0, PASS, 0", "1, PASS, 0"})
    void theSealsOfAChainCoverAsMuchAsTheyMay(int more, ArcResult result, int oldest) {
        padding = "x".repeat(490) + "\r\n ";
        padding = padding.repeat(100);
        seal("k", "k", "");
        padding = "";
        seal("k", "k", "");
        assertThat(judged().cv()).isEqualTo(ArcResult.PASS);
        long whole = hashed;
        long older = HEADER.length() - 4L; // the first signature: two fields without their line ends
        settings.put("max-chain-octets", (whole - older + more) + "B");

        ArcVerdict verdict = judged();

        assertThat(verdict.cv()).isEqualTo(result);
        assertThat(hashed).isLessThanOrEqualTo(whole - older + more);
        if (result == ArcResult.PASS) {
            assertThat(verdict.oldestPass())
                    .as("the older signature could not be afforded")
                    .isEqualTo(2);
            settings.put("max-chain-octets", whole + "B");
            assertThat(judged().oldestPass()).isEqualTo(oldest);
        }
    }

    @Test
    void aChainPassesWhoseNewestSignatureAndSealsHold() {
        seal("a1", "a1", "");
        seal("b1", "b2", "");
        ArcVerdict verdict = judged();
        assertThat(verdict.cv()).as(verdict.reason()).isEqualTo(ArcResult.PASS);
        assertThat(verdict.oldestPass()).isZero();
        assertThat(zone.questions()).isEqualTo(3);
    }

    @Test
    void anOlderSignatureWithAKeyOfItsOwnIsNotAskedFor() {
        seal("old", "a1", "");
        seal("b1", "b1", "");
        ArcVerdict verdict = judged();
        assertThat(verdict.cv()).as(verdict.reason()).isEqualTo(ArcResult.PASS);
        assertThat(verdict.oldestPass()).isEqualTo(2);
        assertThat(zone.questions()).isEqualTo(2);
    }

    @Test
    void anOlderSignatureOverPartOfTheBodyIsNoneThatStillFits() {
        settings.put("accept-partial-body", "true");
        seal("a1", "a1", Integer.toString(BODY.length() - 2));
        seal("b1", "b1", "");
        ArcVerdict verdict = judged();
        assertThat(verdict.cv()).as(verdict.reason()).isEqualTo(ArcResult.PASS);
        assertThat(verdict.oldestPass()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"9, PASS, 10", "10, FAIL, 10", "30, FAIL, 10"})
    void onlySoManyNamesAreAskedForTheKeysOfAChain(int sealers, ArcResult result, int questions) {
        settings.put("max-keys", "10");
        for (int i = 1; i <= sealers; i++) {
            seal("m" + i, "s" + i, "");
        }
        ArcVerdict verdict = judged();
        assertThat(verdict.cv()).isEqualTo(result);
        assertThat(verdict.reason()).contains(result == ArcResult.PASS ? "" : "was not asked for");
        assertThat(verdict.temporary()).isFalse();
        assertThat(zone.questions()).isEqualTo(questions);
    }

    @ParameterizedTest
    @CsvSource({"2, PASS", "3, PASS", "4, FAIL"})
    void onlySoManySetsAreLookedAt(int there, ArcResult result) {
        settings.put("max-arc-sets", "3");
        for (int i = 0; i < there; i++) {
            seal("k", "k", "");
        }
        assertThat(judged().cv()).isEqualTo(result);
        assertThat(zone.questions()).isLessThanOrEqualTo(1);
    }

    @Test
    void theLongestChainThereIsPasses() {
        for (int i = 0; i < 50; i++) {
            seal("k", "k", "");
        }
        ArcVerdict verdict = judged();
        assertThat(verdict.cv()).as(verdict.reason()).isEqualTo(ArcResult.PASS);
        seal("k", "k", "");
        assertThat(judged().cv()).isEqualTo(ArcResult.FAIL);
    }

    @Test
    void aSealerThatDnsCannotHoldFailsTheChainForGood() {
        seal("a1", "a1", "");
        header = header.replace("s=a1", "s=" + "a".repeat(64));
        ArcVerdict verdict = judged();
        assertThat(verdict.cv()).isEqualTo(ArcResult.FAIL);
        assertThat(verdict.temporary()).isFalse();
        assertThat(verdict.reason()).contains("make no name that DNS can hold");
    }

    @Test
    void keysThatNeverComeAreWaitedForWithinOneBoundForAll() {
        settings.put("key-timeout", "1s");
        for (int i = 1; i <= 5; i++) {
            seal("k" + i, "k" + i, "");
        }
        for (int i = 1; i <= 5; i++) {
            zone.isSilent("k" + i + "._domainkey.example.org");
        }
        long from = System.nanoTime();
        ArcVerdict verdict = judged();
        assertThat(System.nanoTime() - from).isLessThan(3_000_000_000L);
        assertThat(verdict.temporary()).isTrue();
        assertThat(Bytes.utf8(verdict.reason()).length()).isPositive();
    }
}
