package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who may log in over HTTP, and where from: a client on this machine, and a proxy at 127.0.0.2 that is trusted. */
class HttpLogInTest {
    private static final String ADA = "ada@maillon.test";
    private static final String CONFIG = "host-name = \"mail.maillon.test\"\n[http]\nplain = [\"127.0.0.1:0\"]\n"
            + "trusted-proxies = [\"127.0.0.2\"]\n"
            + "[guard]\ndelay-first = \"1ms\"\ndelay-most = \"1ms\"\naddress-failures = 3\n";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpClient proxy = HttpClient.newBuilder()
            .localAddress(InetAddress.ofLiteral("127.0.0.2"))
            .build();
    private House house;

    @BeforeEach
    void open() throws Exception {
        house = House.open(folder, CONFIG);
        Awaitility.await().until(() -> house.office.webPorts().size() == 1);
    }

    @AfterEach
    void close() {
        house.close();
        client.close();
        proxy.close();
    }

    private HttpResponse<String> asks(HttpClient by, String... fields) throws Exception {
        return by.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + house.office.webPorts().getFirst() + "/api/v1/quarantine"))
                        .timeout(Duration.ofSeconds(30))
                        .headers(fields)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String detail(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body()).required("detail").stringValue();
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private String ada() {
        return basic(ADA, house.password(ADA));
    }

    private String key() throws Exception {
        return "Bearer "
                + house.types("api-key", "add", "right", "--json")
                        .json()
                        .required("key")
                        .stringValue();
    }

    /** With a NUL and an address behind the name it counted as what the guard remembers of that pair. */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u0001", "\t", "\r\n", "\u007F", "\u0085"})
    void controlCharactersAreNoPartOfANameOrPassword(String control) throws Exception {
        String right = house.password(ADA);
        for (String pair : List.of(
                basic(ADA + control + "203.0.113.5", right),
                basic(control + ADA, right),
                basic(ADA, right + control))) {
            HttpResponse<String> answer = asks(client, "Authorization", pair);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(detail(answer)).contains("control characters");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void guessersAreCountedByTheirAddressAndBlocked(boolean keys) throws Exception {
        String guess = keys ? "Bearer mlk-aaaaaaaaaaaaaaaaaaaaaaaaa" : basic("nobody@maillon.test", "wrong");
        String right = keys ? key() : ada();
        String[] from = {"X-Forwarded-For", "198.51.100.9", "X-Forwarded-Proto", "https", "Authorization", guess};
        for (int i = 0; i < 3; i++) {
            assertThat(asks(proxy, from).statusCode()).isEqualTo(401);
        }
        from[5] = right;
        HttpResponse<String> blocked = asks(proxy, from);
        assertThat(blocked.statusCode()).isEqualTo(429);
        assertThat(detail(blocked)).contains("Too many log-ins have failed");
        assertThat(house.types("block", "list").out()).contains("198.51.100.9");
        from[1] = "198.51.100.10";
        assertThat(asks(proxy, from).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 192.0.2.7                            | Ask with https",
                "X-Other: no field of a proxy's                        | proxy-field",
                "X-Forwarded-For: 127.0.0.1                            | proxy-field",
                "Forwarded: for=127.0.0.1;proto=https                  | proxy-field",
            })
    void behindAProxyNobodyLogsInAsThisMachine(String field, String words) throws Exception {
        int colon = field.indexOf(':');
        HttpResponse<String> answer = asks(
                proxy,
                "Authorization",
                ada(),
                field.substring(0, colon),
                field.substring(colon + 1).strip());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(detail(answer)).contains(words);
    }

    /** A page of evil.test whose name was made to lead here asks with the browser's own hand. */
    @Test
    void aPageWhoseNameWasMadeToLeadHereMayNotLogIn() throws Exception {
        for (String host : List.of("localhost", "evil.test")) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), house.office.webPorts().getFirst())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write(("GET /api/v1/quarantine HTTP/1.1\r\nHost: " + host + ":8080\r\nConnection: close\r\n"
                                        + "Authorization: " + ada() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith(host.equals("localhost") ? "HTTP/1.1 200 " : "HTTP/1.1 403 ");
            }
        }
    }
}
