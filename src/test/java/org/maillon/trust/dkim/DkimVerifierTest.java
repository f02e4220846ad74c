package org.maillon.trust.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimVerifierTest extends Verifying {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 4096})
    void verifiesWhatWeSignWithBothKeysHoweverItIsCutIntoPieces(int piece) {
        byte[] signed = Forge.signed(MESSAGE, NOW, List.of(RSA, ED));

        assertThat(verify(signed, piece)).hasSize(2).allSatisfy(verdict -> {
            assertThat(verdict.result()).as(verdict.reason()).isEqualTo(DkimResult.PASS);
            assertThat(verdict.claim().domain()).isEqualTo("example.org");
            assertThat(verdict.claim().identity()).isEqualTo("@example.org");
        });
        assertThat(verify(signed))
                .extracting(verdict -> verdict.claim().algorithm())
                .containsExactlyInAnyOrder("rsa-sha256", "ed25519-sha256");
        assertThat(verify(signed))
                .extracting(verdict -> verdict.keyBits().orElse(0))
                .containsExactlyInAnyOrder(2048, 256);
    }

    @Test
    void ourFieldsHaveLinesThatAnyServerTakes() {
        byte[] signed = Forge.signed(MESSAGE, NOW, List.of(RSA, ED));

        assertThat(Messages.text(signed).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
    }

    @Test
    void hasNothingToSayOfAMessageWithoutSignatures() {
        assertThat(verify(MESSAGE)).isEmpty();
        assertThat(verify(new byte[0])).isEmpty();
        assertThat(verify(Messages.octets("\n\n\n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed", "simple", "relaxed"})
    void verifiesEachCanonicalForm(String form) {
        byte[] signed = Forge.signed(MESSAGE, TAGS.replace("relaxed/relaxed", form), RSA);

        assertThat(only(signed).result()).isEqualTo(DkimResult.PASS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "simple/simple   | Dear Bob,  it | Dear Bob, it   | FAIL | the body was changed",
                "relaxed/relaxed | Dear Bob,  it | Dear Bob, it   | PASS | ''",
                "relaxed/relaxed | Dear Bob      | Dear Eve       | FAIL | the body was changed",
                "simple/simple   | To: bob        | To:  bob       | FAIL | a signed header field was changed",
                "relaxed/relaxed | To: bob        | TO  :    bob   | PASS | ''",
                "relaxed/relaxed | To: bob        | To: eve        | FAIL | a signed header field was changed",
            })
    void tellsAChangedBodyFromAChangedHeader(String form, String was, String is, DkimResult result, String reason) {
        byte[] signed = Forge.signed(MESSAGE, TAGS.replace("relaxed/relaxed", form), RSA);

        DkimVerdict verdict = only(edited(signed, was, is));

        assertThat(verdict.result()).isEqualTo(result);
        assertThat(verdict.reason()).startsWith(reason);
    }

    @Test
    void ourSignaturesForbidASecondFrom() {
        byte[] attacked =
                Forge.joined(Messages.octets("From: eve@example.com\n"), Forge.signed(MESSAGE, NOW, List.of(RSA)));

        assertThat(only(attacked).result()).isEqualTo(DkimResult.FAIL);
    }

    /** RFC 6376 §8.15. */
    @ParameterizedTest
    @ValueSource(strings = {"From: eve@example.com\n", "Subject: Another\n", "FROM : eve@example.com\n"})
    void aFieldAddedAboveASignatureThatDidNotForbidItIsNoPass(String added) {
        byte[] attacked = Forge.joined(Messages.octets(added), Forge.signed(MESSAGE, TAGS, RSA));

        DkimVerdict verdict = only(attacked);

        assertThat(verdict.result()).isEqualTo(DkimResult.POLICY);
        assertThat(verdict.reason()).contains("of 2 fields");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=1;    | v=2;            | PERMERROR | v= is not 1",
                "v=1;    | ''              | PERMERROR | v= is not 1",
                "v=1;    | v=1; v=1;       | NEUTRAL   | not written as tags",
                "v=1;    | v=1;;           | NEUTRAL   | not written as tags",
                "v=1;    | v=1; 1x=2;      | NEUTRAL   | not written as tags",
                "rsa-sha256 | rsa-sha512   | PERMERROR | algorithm unknown",
                "rsa-sha256 | rsa-sha1     | PERMERROR | SHA-1",
                "rsa-sha256 | ed25519-sha256 | PERMERROR | the key is for rsa",
                "d=example.org; | ''       | PERMERROR | lacks d=",
                "d=example.org; | d=a b;   | PERMERROR | no domain name",
                "s=r;    | s=;             | PERMERROR | lacks s=",
                "s=r;    | s=r..r;         | PERMERROR | no selector",
                "s=r;    | s=other;        | PERMERROR | there is no key at other._domainkey.example.org",
                "h=from:to:subject | h=to:subject | PERMERROR | does not hold From",
                "h=from:to:subject | x=1   | PERMERROR | lacks h=",
                "s=r;    | s=r; c=fuzzy;   | NEUTRAL   | not written as tags",
                "relaxed/relaxed | fuzzy   | PERMERROR | canonicalization",
                "s=r;    | s=r; q=dns/any; | PERMERROR | q=",
                "s=r;    | s=r; q=x : dns/txt; | PASS  | ''",
                "s=r;    | s=r; l=-1;      | PERMERROR | l= is no number",
                "s=r;    | s=r; i=@a.example.org; | PASS | ''",
                "s=r;    | s=r; i=ada@example.org; | PASS | ''",
                "s=r;    | s=r; i=@aexample.org; | PERMERROR | not within d=",
                "s=r;    | s=r; i=@org;    | PERMERROR | not within d=",
                "s=r;    | s=r; t=soon;    | PERMERROR | no number of seconds",
                "s=r;    | s=r; z=From:ada; unknown=1; | PASS | ''",
                "s=r;    | s=r; bh=!;      | PERMERROR | not base64",
                "s=r;    | s=r; bh=AAAA;   | FAIL      | the body was changed",
            })
    void saysWhatASignatureLacks(String was, String is, DkimResult result, String reason) {
        String tags = TAGS.replace(was, is);
        byte[] signed = TagList.parse(tags).isPresent()
                ? Forge.signed(MESSAGE, tags, RSA)
                : Forge.joined(Messages.octets("DKIM-Signature: " + tags + "; bh=AAAA; b=AAAA\n"), MESSAGE);

        DkimVerdict verdict = only(signed);

        assertThat(verdict.result()).as(verdict.toString()).isEqualTo(result);
        assertThat(verdict.reason()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p=                                  | PERMERROR | revoked",
                "v=DKIM1; n=nothing here             | PERMERROR | lacks p=",
                "v=DKIM2; p=AAAA                     | PERMERROR | none of DKIM1",
                "v=DKIM1; k=rsa; omgwhatsgoingon     | PERMERROR | not written as tags",
                "v=DKIM1; p=AAAA                     | PERMERROR | no usable rsa key",
                "v=DKIM1; k=ed25519; p=AAAA          | PERMERROR | no usable ed25519 key",
                "v=DKIM1; k=elgamal; p=AAAA          | PERMERROR | a kind unknown here",
                "v=DKIM1; p=%%%                      | PERMERROR | no usable rsa key",
            })
    void saysWhatIsWrongWithTheKey(String record, DkimResult result, String reason) {
        zone.without(R).txt(R, record);

        DkimVerdict verdict = only(Forge.signed(MESSAGE, TAGS, RSA));

        assertThat(verdict.result()).isEqualTo(result);
        assertThat(verdict.reason()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s=*; t=s     | ''               | PASS      | ''",
                "s=email:tlsrpt | ''             | PASS      | ''",
                "s=tlsrpt     | ''               | PERMERROR | not for mail",
                "h=sha1       | ''               | PERMERROR | not for SHA-256",
                "h=sha1:sha256 | ''              | PASS      | ''",
                "t=s          | i=@a.example.org; | PERMERROR | t=s",
                "t=y:s        | i=@example.org;  | PASS      | ''",
            })
    void keepsToWhatTheKeyAllows(String flags, String tags, DkimResult result, String reason) {
        zone.without(R).txt(R, Forge.record(Algorithm.RSA_SHA256).replace("k=rsa;", "k=rsa; " + flags + ";"));

        DkimVerdict verdict = only(Forge.signed(MESSAGE, TAGS.replace("s=r;", "s=r; " + tags), RSA));

        assertThat(verdict.result()).isEqualTo(result);
        assertThat(verdict.reason()).contains(reason);
    }

    /** RFC 6376 §3.6.1: t=y. */
    @Test
    void aDomainThatOnlyTriesIsNotHarmedByAFailure() {
        zone.without(R).txt(R, Forge.record(Algorithm.RSA_SHA256) + "; t=y");

        DkimVerdict verdict = only(edited(Forge.signed(MESSAGE, TAGS, RSA), "beans", "peas"));

        assertThat(verdict.result()).isEqualTo(DkimResult.NEUTRAL);
        assertThat(verdict.testing()).isTrue();
    }

    /** RFC 8616 §5: a domain may be written as its readers read it. */
    @Test
    void readsDomainsInUtf8() {
        zone.txt("r._domainkey.xn--bcher-kva.example", Forge.record(Algorithm.RSA_SHA256));

        DkimVerdict verdict = only(Forge.signed(MESSAGE, TAGS.replace("example.org", "bücher.example"), RSA));

        assertThat(verdict.result()).as(verdict.reason()).isEqualTo(DkimResult.PASS);
        assertThat(verdict.claim().domain()).isEqualTo("xn--bcher-kva.example");
    }
}
