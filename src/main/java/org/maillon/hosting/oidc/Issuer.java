package org.maillon.hosting.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillon.hosting.Tokens.Verdict;
import org.maillon.wire.address.Address;

/** One issuer: whether a token is its own, is meant for us, holds now, and whose it is. */
final class Issuer {
    private final OidcSetting settings;
    private final IssuerKeys keys;
    private final InstantSource clock;
    private final Set<JWSAlgorithm> algorithms;

    Issuer(OidcSetting settings, IssuerKeys keys, InstantSource clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        this.algorithms = algorithms(settings.algorithms());
    }

    /** RFC 8725 §3.1: of these, and of no others. */
    static Set<JWSAlgorithm> algorithms(List<String> names) {
        Set<JWSAlgorithm> chosen = new HashSet<>();
        for (String name : names) {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
            if (!JWSAlgorithm.Family.RSA.contains(algorithm) && !JWSAlgorithm.Family.EC.contains(algorithm)
                    || algorithm.equals(JWSAlgorithm.ES256K)) {
                throw new IllegalArgumentException("'" + name + "' is no signature known here; use RS256, RS384, RS512,"
                        + " PS256, PS384, PS512, ES256, ES384 or ES512");
            }
            chosen.add(algorithm);
        }
        return Set.copyOf(chosen);
    }

    String name() {
        return settings.issuer();
    }

    Verdict check(SignedJWT token) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        if (!algorithms.contains(algorithm)) {
            return new Verdict.Bad("signed by " + algorithm + ", which is not taken");
        } else if (token.getHeader().getCriticalParams() != null) {
            return new Verdict.Bad("it wants something understood that we do not know (RFC 7515 §4.1.11)");
        }
        return switch (keys.forKey(Optional.ofNullable(token.getHeader().getKeyID()))) {
            case IssuerKeys.Keys.None(String why) ->
                new Verdict.NotNow("the keys of " + settings.issuer() + " cannot be had: " + why);
            case IssuerKeys.Keys.Known(var set) -> {
                List<JWK> fitting = new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader())).select(set);
                yield isSignedBy(token, fitting) ? claims(token) : new Verdict.Bad("signed by no key of its issuer");
            }
        };
    }

    private static boolean isSignedBy(SignedJWT token, List<JWK> fitting) {
        for (JWK key : fitting) {
            try {
                Optional<JWSVerifier> verifier = verifier(key);
                if (verifier.isPresent() && token.verify(verifier.get())) {
                    return true;
                }
            } catch (JOSEException _) {
                // this key does not fit the algorithm; another may
            }
        }
        return false;
    }

    private static Optional<JWSVerifier> verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> Optional.of(new RSASSAVerifier(rsa));
            case ECKey ec -> Optional.of(new ECDSAVerifier(ec));
            case JWK _ -> Optional.empty();
        };
    }

    private Verdict claims(SignedJWT token) {
        try {
            JWTClaimsSet claims = token.getJWTClaimsSet();
            return wrongWith(claims).<Verdict>map(Verdict.Bad::new).orElseGet(() -> owner(claims));
        } catch (ParseException e) {
            return new Verdict.Bad("its claims cannot be read: " + e.getMessage());
        }
    }

    private Optional<String> wrongWith(JWTClaimsSet claims) {
        Instant now = clock.instant();
        if (!settings.issuer().equals(claims.getIssuer())) {
            return Optional.of("of another issuer");
        } else if (claims.getAudience().stream().noneMatch(settings.audience()::contains)) {
            return Optional.of("meant for " + claims.getAudience() + ", not for us");
        } else if (claims.getExpirationTime() == null
                || !after(claims.getExpirationTime()).isAfter(now)) {
            return Optional.of("it has expired, or says no time at which it does");
        } else if (before(claims.getNotBeforeTime()).filter(now::isBefore).isPresent()) {
            return Optional.of("it does not hold yet");
        } else if (!scopes(claims).containsAll(settings.scope())) {
            return Optional.of("it has the scopes " + scopes(claims) + ", and needs " + settings.scope());
        }
        return Optional.empty();
    }

    private Instant after(Date date) {
        return date.toInstant().plus(settings.leeway());
    }

    private Optional<Instant> before(@Nullable Date date) {
        return Optional.ofNullable(date).map(at -> at.toInstant().minus(settings.leeway()));
    }

    /** RFC 9068 §2.2.3: a list in one text; some issuers send one as a list, or call it scp. */
    private static Collection<String> scopes(JWTClaimsSet claims) {
        Object scope = Optional.ofNullable(claims.getClaim("scope"))
                .orElseGet(() -> Optional.ofNullable(claims.getClaim("scp")).orElse(""));
        return switch (scope) {
            case String text -> Set.copyOf(Arrays.asList(text.split(" ", -1))); // signed: not the wire's
            case Collection<?> many -> many.stream().map(Object::toString).toList();
            default -> Set.of();
        };
    }

    private Verdict owner(JWTClaimsSet claims) {
        Object named = Optional.ofNullable(claims.getClaim(settings.claim())).orElse("");
        if (settings.claim().equals("email") && !Boolean.TRUE.equals(claims.getClaim("email_verified"))) {
            return new Verdict.Bad("nobody has verified the address in it (email_verified)");
        }
        return named instanceof String text
                ? Address.parse(text)
                        .asOptional()
                        .<Verdict>map(Verdict.Good::new)
                        .orElseGet(() -> new Verdict.Bad("its claim " + settings.claim() + " is no address"))
                : new Verdict.Bad("its claim " + settings.claim() + " is no text");
    }
}
