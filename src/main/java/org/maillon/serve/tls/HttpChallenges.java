package org.maillon.serve.tls;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an authority is to find at {@code /.well-known/acme-challenge/TOKEN} (http-01, RFC 8555 §8.3). Whoever answers HTTP on
 * port 80 serves it: a listener of ours, or the web server where there is one.
 */
public final class HttpChallenges {
    public static final String PATH = "/.well-known/acme-challenge/";

    private final Map<String, String> byToken = new ConcurrentHashMap<>();

    void put(String token, String answer) {
        byToken.put(token, answer);
    }

    void remove(String token) {
        byToken.remove(token);
    }

    /** The whole body, as {@code application/octet-stream}. */
    public Optional<String> answer(String token) {
        return Optional.ofNullable(byToken.get(token));
    }
}
