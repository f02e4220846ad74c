package org.maillon.hosting.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys that an issuer publishes, kept for a while (OpenID Connect Discovery 1.0 §4, RFC 7517 §5). One question is on its
 * way at a time; the others wait for it, in bounds. Where the issuer cannot be asked, the keys we have go on for as long
 * again.
 */
final class IssuerKeys {
    private final OidcSetting settings;
    private final Web web;
    private final InstantSource steady;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<Fetched> fetched = Optional.empty();
    private volatile Optional<Failure> failure = Optional.empty();

    record Fetched(JWKSet keys, Instant at) {}

    record Failure(String why, Instant at) {}

    /** Keys, or why there are none. */
    sealed interface Keys {
        record Known(JWKSet set) implements Keys {}

        record None(String why) implements Keys {}
    }

    IssuerKeys(OidcSetting settings, Web web, InstantSource steady) {
        this.settings = settings;
        this.web = web;
        this.steady = steady;
    }

    /** @param keyId that a token names; empty: it names none */
    Keys forKey(Optional<String> keyId) {
        Optional<Fetched> now = fetched;
        boolean fresh =
                now.filter(have -> isWithin(have.at(), settings.keysTime())).isPresent();
        boolean has = now.filter(have ->
                        keyId.map(id -> have.keys().getKeyByKeyId(id) != null).orElse(true))
                .isPresent();
        if (!(fresh && has) && mayAsk(now)) {
            refresh(now);
        }
        return fetched.filter(have -> isWithin(have.at(), settings.keysTime().multipliedBy(2)))
                .<Keys>map(have -> new Keys.Known(have.keys()))
                .orElseGet(() -> new Keys.None(failure.map(Failure::why).orElse("they were not fetched yet")));
    }

    private boolean mayAsk(Optional<Fetched> now) {
        boolean askedLately =
                now.filter(have -> isWithin(have.at(), settings.refreshTime())).isPresent();
        boolean failedLately = failure.filter(last -> isWithin(last.at(), settings.refreshTime()))
                .isPresent();
        return !askedLately && !failedLately;
    }

    private boolean isWithin(Instant at, Duration time) {
        return steady.instant().isBefore(at.plus(time));
    }

    private void refresh(Optional<Fetched> seen) {
        asking.lock();
        try {
            if (fetched.equals(seen) && mayAsk(seen)) {
                fetched = Optional.of(new Fetched(fetch(), steady.instant()));
                failure = Optional.empty();
            }
        } catch (IOException | ParseException | IllegalArgumentException | JacksonException e) {
            failure = Optional.of(new Failure(String.valueOf(e.getMessage()), steady.instant()));
        } finally {
            asking.unlock();
        }
    }

    private JWKSet fetch() throws IOException, ParseException {
        JsonNode about = JsonMapper.shared().readTree(get(OidcTokens.configuration(settings.issuer())));
        String issuer = about.path("issuer").asString("");
        if (!issuer.equals(settings.issuer())) { // Discovery §4.3: else another could speak in its name
            throw new IOException("the issuer calls itself '" + issuer + "'");
        }
        URI keys = URI.create(about.path("jwks_uri").asString(""));
        OidcTokens.requireSafe(keys);
        return JWKSet.parse(new String(get(keys), StandardCharsets.UTF_8));
    }

    private byte[] get(URI where) throws IOException {
        return web.get(where, settings.timeout(), settings.answer().octets());
    }
}
