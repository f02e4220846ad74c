package org.maillon.hosting.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.Tokens.Verdict;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Settings;
import org.maillon.wire.address.Address;

class OidcTokensTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ADA = "ada@example.org";

    private final IssuerServer issuer;
    private Instant now = NOON;

    OidcTokensTest() throws IOException {
        issuer = new IssuerServer();
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    private OidcTokens tokens(String... settings) {
        Map<String, String> values = new HashMap<>(Map.of("issuer", issuer.name(), "audience", "mail"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return new OidcTokens(
                List.of(Settings.read(OidcSetting.class, Map.copyOf(values))), new HttpWeb(), () -> now, () -> now);
    }

    private static Verdict check(OidcTokens tokens, String token) {
        return tokens.check(Secret.utf8(token));
    }

    private Verdict check(JWTClaimsSet claims, String... settings) {
        return check(tokens(settings), IssuerServer.signed(claims, JWSAlgorithm.RS256, issuer.key));
    }

    private static void assertGood(Verdict verdict) {
        assertThat(verdict)
                .isEqualTo(new Verdict.Good(Address.parse(ADA).asOptional().orElseThrow()));
    }

    private static void assertBad(Verdict verdict, String why) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Bad.class, bad -> assertThat(bad.why()).contains(why));
    }

    private static void assertNotNow(Verdict verdict, String why) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.NotNow.class, later -> assertThat(later.why()).contains(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256"})
    void aTokenOfTheIssuerSaysWhoseItIs(String algorithm) {
        assertGood(check(
                tokens(),
                IssuerServer.signed(issuer.claims(ADA, NOON).build(), JWSAlgorithm.parse(algorithm), issuer.key)));
    }

    @Test
    void aKeyOnACurveSignsAsWell() throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        issuer.published = List.of(issuer.key, key);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build(),
                issuer.claims(ADA, NOON).build());
        token.sign(new ECDSASigner(key));
        assertGood(check(tokens(), token.serialize()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refuses(String why, java.util.function.UnaryOperator<JWTClaimsSet.Builder> change) {
        assertBad(check(change.apply(issuer.claims(ADA, NOON)).build()), why);
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                wrong("meant for [calendar]", claims -> claims.audience("calendar")),
                wrong("meant for []", claims -> claims.audience(List.of())),
                wrong("who is none of ours", claims -> claims.issuer("https://other.test")),
                wrong("who is none of ours", claims -> claims.issuer(null)),
                wrong("it has expired", claims -> claims.expirationTime(null)),
                wrong("nobody has verified", claims -> claims.claim("email_verified", false)),
                wrong("nobody has verified", claims -> claims.claim("email_verified", "true")),
                wrong("is no address", claims -> claims.claim("email", "ada")),
                wrong("is no address", claims -> claims.claim("email", null)),
                wrong("is no text", claims -> claims.claim("email", List.of(ADA))));
    }

    private static Arguments wrong(String why, java.util.function.UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(why, change);
    }

    /** The leeway is 60 s: at its end a token is over, and one second before nbf less the leeway it does not hold yet. */
    @ParameterizedTest
    @CsvSource({
        "exp, -59, true",
        "exp, -60, false",
        "exp, -61, false",
        "nbf, 59, true",
        "nbf, 60, true",
        "nbf, 61, false"
    })
    void theClocksMayDifferByTheLeeway(String claim, long seconds, boolean good) {
        Date at = Date.from(NOON.plusSeconds(seconds));
        Verdict verdict = check(issuer.claims(ADA, NOON).claim(claim, at).build());
        assertThat(verdict instanceof Verdict.Good).isEqualTo(good);
    }

    @Test
    void scopesThatAreAskedForMustAllBeThere() {
        JWTClaimsSet.Builder claims = issuer.claims(ADA, NOON);
        assertGood(check(claims.claim("scope", "openid mail.send mail.read").build(), "scope", "mail.read, mail.send"));
        assertBad(check(claims.claim("scope", "openid mail.read").build(), "scope", "mail.read, mail.send"), "needs");
        assertGood(check(
                claims.claim("scope", null).claim("scp", List.of("mail.read")).build(), "scope", "mail.read"));
    }

    @Test
    void anotherClaimMayNameTheAddress() {
        JWTClaimsSet claims = issuer.claims("eve@example.org", NOON)
                .claim("preferred_username", ADA)
                .claim("email_verified", null)
                .build();
        assertGood(check(claims, "claim", "preferred_username"));
    }

    // RFC 8725.

    @Test
    void aTokenThatNobodySignedIsNone() {
        assertBad(check(tokens(), new PlainJWT(issuer.claims(ADA, NOON).build()).serialize()), "no signed JWT");
    }

    /** RFC 8725 §2.1: the public key, which all know, as the secret of an HMAC. */
    @Test
    void aPublicKeyIsNoSecret() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(),
                issuer.claims(ADA, NOON).build());
        token.sign(new MACSigner(issuer.key.toRSAPublicKey().getEncoded()));
        assertBad(check(tokens(), token.serialize()), "signed by HS256");
    }

    @Test
    void anAlgorithmThatTheSettingsDoNotNameIsNotTaken() {
        String token = IssuerServer.signed(issuer.claims(ADA, NOON).build(), JWSAlgorithm.RS512, issuer.key);
        assertBad(check(tokens(), token), "signed by RS512");
        assertGood(check(tokens("algorithms", "RS512"), token));
    }

    @Test
    void aStrangersKeyUnderTheIssuersKeyIdSignsNothing() {
        RSAKey forged = IssuerServer.rsa("first");
        assertBad(
                check(tokens(), IssuerServer.signed(issuer.claims(ADA, NOON).build(), JWSAlgorithm.RS256, forged)),
                "signed by no key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b.c",
                "eyJhbGciOiJSUzI1NiJ9..",
                "eyJhbGciOiJSUzI1NiJ9.e30.AA",
                "\u00e9.\u00e9.\u00e9"
            })
    void octetsThatAreNoTokenAreRefused(String octets) {
        assertThat(check(tokens(), octets)).isInstanceOf(Verdict.Bad.class);
        assertThat(issuer.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"16383, no signed JWT", "16384, no signed JWT", "16385, longer than"})
    void aTokenHasABound(int length, String why) {
        assertBad(check(tokens(), "a".repeat(length)), why);
    }

    // The issuer's keys.

    @Test
    void theKeysAreKeptAndFetchedAnewWhenTheirTimeIsOver() {
        OidcTokens tokens = tokens();
        assertGood(check(tokens, issuer.token(ADA, now)));
        now = NOON.plus(Duration.ofMinutes(59));
        assertGood(check(tokens, issuer.token(ADA, now)));
        assertThat(issuer.asked).containsExactly("/.well-known/openid-configuration", "/keys");
        now = NOON.plus(Duration.ofHours(1));
        assertGood(check(tokens, issuer.token(ADA, now)));
        assertThat(issuer.asked).hasSize(4);
    }

    @Test
    void aNewKeyIsFoundAtOnceAndInventedOnesAskOnceAMinute() {
        OidcTokens tokens = tokens();
        check(tokens, issuer.token(ADA, now));
        now = now.plusSeconds(60);
        RSAKey second = IssuerServer.rsa("second");
        issuer.published = List.of(second);
        assertGood(check(tokens, IssuerServer.signed(issuer.claims(ADA, now).build(), JWSAlgorithm.RS256, second)));
        int before = issuer.asked.size();
        RSAKey invented = IssuerServer.rsa("invented");
        String token = IssuerServer.signed(issuer.claims(ADA, now).build(), JWSAlgorithm.RS256, invented);
        for (int i = 0; i < 20; i++) {
            assertBad(check(tokens, token), "signed by no key");
        }
        assertThat(issuer.asked).hasSize(before);
        now = now.plusSeconds(60);
        check(tokens, token);
        check(tokens, token);
        assertThat(issuer.asked).hasSize(before + 2);
    }

    @Test
    void keysOutliveTheIssuerForAWhile() {
        OidcTokens tokens = tokens();
        assertGood(check(tokens, issuer.token(ADA, now)));
        issuer.mood = IssuerServer.Mood.DOWN;
        now = NOON.plus(Duration.ofMinutes(119));
        assertGood(check(tokens, issuer.token(ADA, now)));
        now = NOON.plus(Duration.ofHours(2));
        assertNotNow(check(tokens, issuer.token(ADA, now)), "status 503");
    }

    @Test
    void anIssuerThatIsBackIsAskedAgainAfterTheRefreshTime() {
        OidcTokens tokens = tokens();
        issuer.mood = IssuerServer.Mood.DOWN;
        assertNotNow(check(tokens, issuer.token(ADA, now)), "503");
        issuer.mood = IssuerServer.Mood.WELL;
        now = now.plusSeconds(59);
        assertNotNow(check(tokens, issuer.token(ADA, now)), "503");
        assertThat(issuer.asked).hasSize(1);
        now = now.plusSeconds(1);
        assertGood(check(tokens, issuer.token(ADA, now)));
    }

    @ParameterizedTest
    @CsvSource({
        "HANGS_IN_ITS_BODY,    has not answered within 1000 ms",
        "SENDS_WITHOUT_END,    cannot be read",
        "REDIRECTS,            status 302",
        "CALLS_ITSELF_ANOTHER, calls itself",
    })
    void anIssuerThatMisbehavesIsATroubleOfItsOwn(IssuerServer.Mood mood, String why) {
        issuer.mood = mood;
        assertNotNow(check(tokens("timeout", "1s", "answer", "1KiB"), issuer.token(ADA, now)), why);
    }

    @Test
    void noIssuerListensThere() {
        String token = issuer.token(ADA, now);
        OidcTokens tokens = tokens();
        issuer.close();
        assertNotNow(check(tokens, token), "cannot be read");
    }

    /** 1024 octets of the least bound: the answer is padded to them exactly, then by one more. */
    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "1, true"})
    void theAnswerHasABound(int more, boolean good) throws IOException {
        byte[] about = new HttpWeb().get(OidcTokens.configuration(issuer.name()), Duration.ofSeconds(5), 1 << 20);
        Verdict verdict;
        try {
            byte[] again = new HttpWeb()
                    .get(OidcTokens.configuration(issuer.name()), Duration.ofSeconds(5), about.length + more);
            assertThat(again).isEqualTo(about);
            verdict = check(tokens(), issuer.token(ADA, now));
            assertGood(verdict);
            assertThat(good).isTrue();
        } catch (IOException e) {
            assertThat(good).as(e.getMessage()).isFalse();
        }
    }

    // Settings.

    @ParameterizedTest
    @CsvSource({
        "issuer,     http://example.org,   no https URL",
        "issuer,     ftp://127.0.0.1,      no https URL",
        "issuer,     example.org,          no https URL",
        "audience,   '',                   is missing",
        "algorithms, HS256,                no signature known here",
        "algorithms, none,                 no signature known here",
        "claim,      '',                   may not be empty",
    })
    void settingsThatWouldLetAnybodyInAreRefused(String name, String value, String why) {
        assertThatThrownBy(() -> tokens(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aClientWhoseTokenIsRefusedIsToldWhereToGetOne() {
        assertThat(tokens("scope", "mail.read").hint().configuration())
                .isEqualTo(issuer.name() + "/.well-known/openid-configuration");
    }
}
