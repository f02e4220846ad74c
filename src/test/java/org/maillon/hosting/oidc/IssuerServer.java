package org.maillon.hosting.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.maillon.secrets.KnownSecrets;

/** An issuer on loopback, with keys of its own, that can be asked, be down, hang, and send without end. */
public final class IssuerServer implements AutoCloseable {
    enum Mood {
        WELL,
        DOWN,
        HANGS_IN_ITS_BODY,
        SENDS_WITHOUT_END,
        REDIRECTS,
        CALLS_ITSELF_ANOTHER
    }

    private static final RSAKey FIRST = rsa("first");

    final RSAKey key = FIRST;
    volatile Mood mood = Mood.WELL;
    volatile List<JWK> published = List.of(key);
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;

    public IssuerServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token that is good for an hour from then on. */
    JWTClaimsSet.Builder claims(String address, Instant from) {
        return new JWTClaimsSet.Builder()
                .issuer(name())
                .audience("mail")
                .claim("email", address)
                .claim("email_verified", true)
                .expirationTime(Date.from(from.plusSeconds(3600)));
    }

    public String token(String address, Instant from) {
        return signed(claims(address, from).build(), JWSAlgorithm.RS256, key);
    }

    static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, RSAKey by) {
        try {
            JWSHeader header =
                    new JWSHeader.Builder(algorithm).keyID(by.getKeyID()).build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(by));
            return KnownSecrets.know(token.serialize());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        try (exchange) {
            switch (mood) {
                case WELL -> send(exchange, path.equals("/keys") ? keys() : about(name()));
                case CALLS_ITSELF_ANOTHER ->
                    send(exchange, path.equals("/keys") ? keys() : about("https://other.test"));
                case DOWN -> exchange.sendResponseHeaders(503, -1);
                case REDIRECTS -> {
                    exchange.getResponseHeaders().set("Location", name() + "/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                }
                case HANGS_IN_ITS_BODY -> hang(exchange);
                case SENDS_WITHOUT_END -> pour(exchange);
            }
        }
    }

    private String about(String issuer) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + name() + "/keys\"}";
    }

    private String keys() {
        return new JWKSet(published).toString(true);
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, octets.length);
        exchange.getResponseBody().write(octets);
    }

    private void hang(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        try {
            closing.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void pour(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (closing.getCount() > 0) {
                out.write(new byte[8192]);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
