package org.maillon.serve.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.MemoryTransport;

class ChallengeResponderTest {
    private final HttpChallenges challenges = new HttpChallenges();

    @BeforeEach
    void put() {
        challenges.put("token", "token.print");
    }

    private String answer(String request) throws IOException {
        MemoryTransport transport = MemoryTransport.of(request);
        Connection connection = new Connection(transport);
        new ChallengeResponder(challenges).converse(connection);
        connection.flush();
        return transport.written();
    }

    @Test
    void answersTheAuthority() throws IOException {
        assertThat(answer("GET /.well-known/acme-challenge/token HTTP/1.1\r\nHost: mail.test\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 11\r\n"
                        + "Connection: close\r\n\r\ntoken.print");
    }

    @Test
    void forgetsAnAnswerThatIsNotNeededAnyMore() throws IOException {
        challenges.remove("token");
        assertThat(answer("GET /.well-known/acme-challenge/token HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET /.well-known/acme-challenge/ HTTP/1.1",
                "GET /.well-known/acme-challenge/../token HTTP/1.1",
                "GET /.well-known/acme-challenge/token",
                "GET /.well-known/acme-challenge/other HTTP/1.1",
                "POST /.well-known/acme-challenge/token HTTP/1.1",
                "EHLO client.test",
                "GET",
            })
    void hasNothingElse(String line) throws IOException {
        assertThat(answer(line + "\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /", "GET / HTTP/1.1\r\nHost: x\r\n", "GET / HTTP/1.1\n\n"})
    void whatIsNoWholeRequestIsToldSo(String text) throws IOException {
        assertThat(answer(text)).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @CsvSource({"49, 404", "50, 404", "51, 400"})
    void aRequestHasABoundInLines(int fields, String code) throws IOException {
        assertThat(answer("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(fields - 1) + "\r\n"))
                .startsWith("HTTP/1.1 " + code);
    }

    @ParameterizedTest
    @CsvSource({"-1, 404", "0, 404", "1, 400"})
    void aLineHasABound(int beyond, String code) throws IOException {
        String fixed = "GET  HTTP/1.1\r\n";
        String path = "x".repeat(ChallengeResponder.LONGEST_LINE + beyond - fixed.length());
        assertThat(answer("GET " + path + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 " + code);
    }
}
