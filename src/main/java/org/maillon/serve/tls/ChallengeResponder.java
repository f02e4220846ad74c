package org.maillon.serve.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.Deadline;
import org.maillon.serve.net.Farewell;
import org.maillon.serve.net.Input;
import org.maillon.serve.net.Protocol;

/**
 * As much HTTP as an authority's question needs (RFC 8555 §8.3): one GET, one answer. All else is told that there is nothing.
 * For tls-alpn-01 the handshake itself is the answer, and nobody asks for more.
 */
public final class ChallengeResponder implements Protocol {
    static final int LONGEST_LINE = 2048;
    static final int MOST_LINES = 50;

    private static final Duration TIME = Duration.ofSeconds(10);

    private final HttpChallenges challenges;

    public ChallengeResponder(HttpChallenges challenges) {
        this.challenges = challenges;
    }

    @Override
    public String name() {
        return "acme";
    }

    @Override
    public void converse(Connection connection) throws IOException {
        Deadline deadline = Deadline.in(TIME);
        Optional<String> request = line(connection, deadline);
        Optional<String> field = request;
        for (int i = 0; field.isPresent() && !field.get().isEmpty() && i < MOST_LINES; i++) {
            field = line(connection, deadline);
        }
        if (request.isEmpty() || field.isEmpty() || !field.get().isEmpty()) {
            connection.write(answer("400 Bad Request", "This is no request that can be read.\n"));
            return;
        }
        connection.write(token(request.get())
                .flatMap(challenges::answer)
                .map(answer -> answer("200 OK", answer))
                .orElseGet(() -> answer("404 Not Found", "There is nothing here but answers to ACME.\n")));
    }

    private static Optional<String> line(Connection connection, Deadline deadline) throws IOException {
        return connection.readLine(LONGEST_LINE, deadline) instanceof Input.Line(byte[] octets, int from, int to)
                ? Optional.of(new String(octets, from, to - from, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /** request-line = "GET" SP path SP "HTTP/1.1" (RFC 9112 §3) */
    static Optional<String> token(String request) {
        String before = "GET " + HttpChallenges.PATH;
        int end = request.lastIndexOf(' ');
        boolean asks = request.startsWith(before) && end >= before.length() && request.startsWith("HTTP/1.", end + 1);
        return asks ? Optional.of(request.substring(before.length(), end)) : Optional.empty();
    }

    private static byte[] answer(String status, String body) {
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] farewell(Farewell why) {
        return answer("503 Service Unavailable", why + "\n");
    }
}
