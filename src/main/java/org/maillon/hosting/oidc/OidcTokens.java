package org.maillon.hosting.oidc;

import com.nimbusds.jwt.SignedJWT;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.Tokens;
import org.maillon.kernel.Secret;
import org.maillon.wire.sasl.SaslFacts;

/** The tokens of all issuers of the settings. */
public final class OidcTokens implements Tokens {
    private static final int LONGEST = 16 << 10;

    private final List<Issuer> issuers = new ArrayList<>();
    private final SaslFacts.BearerHint hint;

    /**
     * @param clock what tokens hold by
     * @param steady what keys are kept by
     * @throws IllegalArgumentException where a setting makes no sense
     */
    public OidcTokens(List<OidcSetting> settings, Web web, InstantSource clock, InstantSource steady) {
        for (OidcSetting one : settings) {
            check(one);
            issuers.add(new Issuer(one, new IssuerKeys(one, web, steady), clock));
        }
        hint = settings.stream()
                .findFirst()
                .map(first -> new SaslFacts.BearerHint(
                        String.join(" ", first.scope()),
                        configuration(first.issuer()).toString()))
                .orElse(SaslFacts.BearerHint.NONE);
    }

    /** @throws IllegalArgumentException where it makes no sense */
    public static void check(OidcSetting setting) {
        requireSafe(URI.create(setting.issuer()));
        if (setting.audience().isEmpty()) {
            throw new IllegalArgumentException(
                    "'audience' is missing: a token made for any other service would log in here");
        } else if (setting.claim().isBlank() || setting.algorithms().isEmpty()) {
            throw new IllegalArgumentException("'claim' and 'algorithms' may not be empty");
        }
        var _ = Issuer.algorithms(setting.algorithms());
    }

    /** Keys that come in the clear are anybody's. */
    static void requireSafe(URI where) {
        boolean loopback = Optional.ofNullable(where.getHost())
                .filter(host -> host.equals("localhost") || isLoopback(host))
                .isPresent();
        boolean safe = "https".equals(where.getScheme()) || "http".equals(where.getScheme()) && loopback;
        if (!safe || where.getHost() == null) {
            throw new IllegalArgumentException("'" + where + "' is no https URL");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** OpenID Connect Discovery 1.0 §4. */
    static URI configuration(String issuer) {
        return URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                + "/.well-known/openid-configuration");
    }

    @Override
    public Verdict check(Secret token) {
        if (token.length() > LONGEST) {
            return new Verdict.Bad("longer than " + LONGEST + " octets");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(new String(token.shared(), StandardCharsets.US_ASCII));
            String issuer = String.valueOf(jwt.getJWTClaimsSet().getIssuer());
            return issuers.stream()
                    .filter(one -> one.name().equals(issuer))
                    .findFirst()
                    .map(one -> one.check(jwt))
                    .orElseGet(() -> new Verdict.Bad("of the issuer " + issuer + ", who is none of ours"));
        } catch (ParseException | RuntimeException e) { // what the library makes of hostile octets
            return new Verdict.Bad("no signed JWT: " + e.getMessage());
        }
    }

    @Override
    public SaslFacts.BearerHint hint() {
        return hint;
    }
}
