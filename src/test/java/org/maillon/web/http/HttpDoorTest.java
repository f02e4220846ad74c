package org.maillon.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.serve.net.CannotListenException;

/** Requests good and bad over a real port: each has an answer, and who means harm gets no second request through. */
class HttpDoorTest {
    /** What every answer has. */
    private static final List<String> SAFE =
            List.of("Cache-Control: no-store\r\n", "X-Content-Type-Options: nosniff\r\n");

    private final AtomicInteger asked = new AtomicInteger();

    private Resource echo() {
        return Resource.at("/echo/{}")
                .on(Method.GET, (request, parameters) -> {
                    asked.incrementAndGet();
                    return Answer.json(Map.of("parameter", parameters.getFirst(), "host", request.host()));
                })
                .on(Method.POST, (request, _) -> {
                    Bytes body = request.body().get();
                    asked.incrementAndGet();
                    return Answer.json(Map.of("octets", body.length()));
                });
    }

    private DoorRig door(String... pairs) throws CannotListenException {
        return DoorRig.open(DoorRig.settings(pairs), echo());
    }

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n"
                + String.join(
                        "",
                        List.of(fields).stream().map(field -> field + "\r\n").toList()) + "\r\n";
    }

    @Test
    void answersWhatStandsThere() throws Exception {
        try (DoorRig door = door()) {
            HttpResponse<String> answer = door.get("/echo/2001:db8::%2F64");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"parameter\":\"2001:db8::/64\"")
                    .contains("\"host\":\"127.0.0.1\"");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(door.ask("POST", "/echo/x", "12345").body()).contains("\"octets\":5");
        }
    }

    /** Found by HttpFuzz: names were missing and nobody minded, and the last was called a fault of ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " /echo/x HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET /echo/x HTTP/1.1\r\nHost: a.example\r\n: x\r\n\r\n",
                "content-length: \no:Hst a$example\r\nX: a\r\n \r\n\r\n"
            })
    void saysThatItIsNoRequest(String octets) throws Exception {
        try (DoorRig door = door()) {
            assertThat(door.raw(octets)).startsWith("HTTP/1.1 400 ").contains("Connection: close\r\n");
        }
    }

    /** Found by HttpFuzz: any two octets were taken for the CRLF behind a chunk (RFC 9112 §7.1). */
    @Test
    void hearsNothingBehindABodyInChunks() throws Exception {
        try (DoorRig door = door()) {
            String answer = door.raw("POST /echo/x HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabcXX0\r\n\r\nGET /echo/y HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(answer).containsOnlyOnce("HTTP/1.1 ").contains("Connection: close\r\n");
            assertThat(asked).hasValueLessThan(2);
        }
    }

    /** RFC 9110 §9.3.2; a length of none would be said of what GET gets (§8.6). */
    @Test
    void refusesTheHeadAloneToo() throws Exception {
        try (DoorRig door = door()) {
            assertThat(door.raw("HEAD /echo/x HTTP/1.1\r\nHost: a/b\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Connection: close\r\n")
                    .doesNotContain("Content-Length")
                    .endsWith("\r\n\r\n");
        }
    }

    /** RFC 9110 §7.4, unless a trusted gateway asks. */
    @Test
    void hearsAnHttpsAddressUnderTlsAlone() throws Exception {
        try (DoorRig door = door()) {
            assertThat(door.raw(get("https://b.example/echo/x"))).startsWith("HTTP/1.1 421 Misdirected Request\r\n");
        }
        try (DoorRig door = door("trusted-proxies", "127.0.0.1")) {
            assertThat(door.raw(get("https://b.example/echo/x"))).startsWith("HTTP/1.1 200 ");
        }
    }

    /** RFC 9112 §3.2.2: the Host field does not count then. */
    @Test
    void hearsWhoTakesItForAProxy() throws Exception {
        try (DoorRig door = door()) {
            assertThat(door.raw(get("http://b.example:8080/echo/x?y")))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"host\":\"b.example\"");
            assertThat(door.raw(get("http://anna@b.example/echo/x"))).startsWith("HTTP/1.1 400 ");
        }
    }

    /** A proxy in front that hands on both may have gone by the Host field. */
    @ParameterizedTest
    @CsvSource({
        "/way, localhost, PRIVATE",
        "http://localhost/way, localhost:80, PRIVATE",
        "http://localhost/way, a.example, UNKNOWN_PROXY",
        "http://a.example/way, localhost, UNKNOWN_PROXY"
    })
    void isThisMachineOnlyWhereNothingSaysOtherwise(String target, String host, String way) throws Exception {
        Resource resource = Resource.at("/way")
                .on(
                        Method.GET,
                        (request, _) -> Answer.json(request.client().way().name()));
        try (DoorRig door = DoorRig.open(DoorRig.settings(), resource)) {
            String asked = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            assertThat(door.raw(asked)).contains("\r\n\r\n\"" + way + "\"");
        }
    }

    /** RFC 9110 §9.3.7. */
    @Test
    void saysWhatTheServerKnowsAsAWhole() throws Exception {
        try (DoorRig door = door()) {
            assertThat(door.raw("OPTIONS * HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Allow: GET, POST, DELETE, HEAD, OPTIONS\r\n");
            assertThat(door.raw("OPTIONS http://a.example HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"))
                    .contains("Allow: GET, POST, DELETE, HEAD, OPTIONS\r\n");
            assertThat(door.raw(get("*"))).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void sendsTheHeadAloneWhereNoMoreIsWanted() throws Exception {
        try (DoorRig door = door()) {
            String answer = door.raw("HEAD /echo/x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
            String whole = door.raw(get("/echo/x"));
            int length = whole.length() - whole.indexOf("\r\n\r\n") - 4;
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("content-length: " + length + "\r\n");
        }
    }

    @Test
    void saysWhatAResourceKnows() throws Exception {
        try (DoorRig door = door()) {
            HttpResponse<String> options = door.ask("OPTIONS", "/echo/x", "");
            assertThat(options.statusCode()).isEqualTo(200);
            assertThat(options.headers().firstValue("Content-Length")).contains("0"); // RFC 9110 §9.3.7
            assertThat(options.headers().firstValue("Allow")).contains("GET, POST, HEAD, OPTIONS");
            HttpResponse<String> put = door.ask("PUT", "/echo/x", "abc");
            assertThat(put.statusCode()).isEqualTo(405);
            assertThat(put.headers().firstValue("Allow")).contains("GET, POST, HEAD, OPTIONS");
            assertThat(put.headers().firstValue("Content-Type")).contains("application/problem+json");
            HttpResponse<String> nowhere = door.get("/nowhere");
            assertThat(nowhere.statusCode()).isEqualTo(404);
            assertThat(nowhere.body()).contains("\"status\":404").contains("\"title\":\"Not Found\"");
        }
    }

    @Test
    void aFaultOfOursTellsNothingOfItsInside() throws Exception {
        Resource broken = Resource.at("/broken").on(Method.GET, (_, _) -> {
            throw new IllegalStateException("a secret of ours");
        });
        Resource worse = Resource.at("/worse").on(Method.GET, (_, _) -> {
            throw new AssertionError("a secret of ours");
        });
        try (DoorRig door = DoorRig.open(DoorRig.settings(), broken, worse)) {
            assertThat(door.get("/worse").statusCode()).isEqualTo(500);
            HttpResponse<String> answer = door.get("/broken");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret").contains("Try again later");
            assertThat(door.get("/broken").statusCode()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 200", "0, 200", "1, 414"})
    void boundsTheRequestLine(int beyond, int status) throws Exception {
        try (DoorRig door = door("request-line", "1KiB")) {
            String path = "/echo/" + "x".repeat(1024 + beyond - "GET /echo/ HTTP/1.1".length());
            assertThat(door.raw(get(path))).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 200", "0, 200", "1, 431"})
    void boundsTheHeader(int beyond, int status) throws Exception {
        try (DoorRig door = door("header-size", "1KiB")) {
            String fields = "Host: a.example\r\nConnection: close\r\nX-Much: \r\n";
            String request = get("/echo/x", "X-Much: " + "y".repeat(1024 + beyond - fields.length()));
            String answer = door.raw(request);
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 200", "0, 200", "1, 413"})
    void boundsTheBody(int beyond, int status) throws Exception {
        try (DoorRig door = door("body-size", "1KiB")) {
            assertThat(door.ask("POST", "/echo/x", "z".repeat(1024 + beyond)).statusCode())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 200", "0, 200", "1, 413"})
    void boundsABodyInChunks(int beyond, int status) throws Exception {
        try (DoorRig door = door("body-size", "1KiB")) {
            StringBuilder chunks = new StringBuilder();
            for (int i = 0; i < 1024 + beyond; i++) {
                chunks.append("1\r\nz\r\n");
            }
            String answer = door.raw("POST /echo/x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void aChunkWhoseLengthNeverEndsEnds() throws Exception {
        try (DoorRig door = door("body-size", "1KiB", "header-size", "1KiB", "request-line", "1KiB")) {
            String answer = door.raw("POST /echo/x HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "0".repeat(100_000));
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains(SAFE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a length and chunks | POST /echo/x HTTP/1.1~Host: a~Content-Length: 3~Transfer-Encoding: chunked~~0~~GET /echo/2 HTTP/1.1~Host: a~~",
                "chunks, then a length | POST /echo/x HTTP/1.1~Host: a~Transfer-Encoding: chunked~Content-Length: 3~~0~~GET /echo/2 HTTP/1.1~Host: a~~",
                "two lengths | POST /echo/x HTTP/1.1~Host: a~Content-Length: 0~Content-Length: 30~~GET /echo/2 HTTP/1.1~Host: a~~",
                "two lengths in one | POST /echo/x HTTP/1.1~Host: a~Content-Length: 0, 30~~GET /echo/2 HTTP/1.1~Host: a~~",
                "a length that is none | POST /echo/x HTTP/1.1~Host: a~Content-Length: +3~~abcGET /echo/2 HTTP/1.1~Host: a~~",
                "chunked twice | POST /echo/x HTTP/1.1~Host: a~Transfer-Encoding: chunked, chunked~~0~~GET /echo/2 HTTP/1.1~Host: a~~",
                "a coding behind chunked | POST /echo/x HTTP/1.1~Host: a~Transfer-Encoding: chunked, identity~~0~~GET /echo/2 HTTP/1.1~Host: a~~",
                "a coding nobody knows | POST /echo/x HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~0~~GET /echo/2 HTTP/1.1~Host: a~~",
                "space before the colon | POST /echo/x HTTP/1.1~Host: a~Content-Length : 30~~GET /echo/2 HTTP/1.1~Host: a~~",
                "a folded field | POST /echo/x HTTP/1.1~Host: a~X: b~ Content-Length: 30~~GET /echo/2 HTTP/1.1~Host: a~~",
                "a chunk that is none | POST /echo/x HTTP/1.1~Host: a~Transfer-Encoding: chunked~~zz~~0~~GET /echo/2 HTTP/1.1~Host: a~~",
                "LF alone in the line | GET /echo/x HTTP/1.1^Host: a~~GET /echo/2 HTTP/1.1~Host: a~~",
                "LF alone in a field | GET /echo/x HTTP/1.1~Host: a^X: b~~GET /echo/2 HTTP/1.1~Host: a~~",
                "no Host | GET /echo/x HTTP/1.1~X: a~~GET /echo/2 HTTP/1.1~Host: a~~",
                "two Hosts | GET /echo/x HTTP/1.1~Host: a~Host: b~~GET /echo/2 HTTP/1.1~Host: a~~",
                "a Host that is none | GET /echo/x HTTP/1.1~Host: a b~~GET /echo/2 HTTP/1.1~Host: a~~",
                "no line at all | hello~Host: a~~GET /echo/2 HTTP/1.1~Host: a~~",
                "TLS where none is | \u0016\u0003\u0001\u0002~~",
            })
    void refusesWhatMayBeTwoRequestsAndEndsTheConnection(String what, String octets) throws Exception {
        try (DoorRig door = door("idle-time", "2s", "request-time", "2s")) {
            String answer = door.raw(octets.replace("~", "\r\n").replace("^", "\n"));
            assertThat(answer).as(what).matches("(?s)HTTP/1\\.1 (400|501) .*");
            assertThat(answer.split("HTTP/1\\.1 [0-9]", -1)).as(what).hasSize(2);
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("connection: close");
            assertThat(answer).contains("application/problem+json").contains("\"detail\":\"");
            assertThat(asked).as(what).hasValue(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, 400",
        "*, 400",
        "/echo/%zz, 400",
        "/echo/%00, 400",
        "/echo/%ff, 400",
        "/echo/, 404",
        "//echo/x, 404",
        "/echo/x/../y, 404"
    })
    void aPathThatIsNoneIsToldSo(String path, int status) throws Exception {
        try (DoorRig door = door()) {
            assertThat(door.raw(get(path))).startsWith("HTTP/1.1 " + status + " ");
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void olderHttpIsToldWhatIsSpoken() throws Exception {
        try (DoorRig door = door()) {
            assertThat(door.raw("GET /echo/x HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 505 ")
                    .contains("proxy_http_version");
        }
    }

    @Test
    void requestsOneBehindTheOtherAreAnsweredInTheirOrder() throws Exception {
        try (DoorRig door = door()) {
            String answer = door.raw(
                    "GET /echo/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /echo/2 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/echo/3"));
            assertThat(answer.split("HTTP/1\\.1 200", -1)).hasSize(4);
            assertThat(answer).containsSubsequence(":\"1\"", ":\"2\"", ":\"3\"");
        }
    }

    /** Helidon would wait for the client to close, and answer what comes until then. */
    @Test
    void theConnectionEndsBehindTheAnswerWhereTheClientSaidSo() throws Exception {
        try (DoorRig door = door("idle-time", "1h")) {
            String answer = door.raw(get("/echo/1") + "GET /echo/2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer.split("HTTP/1\\.1 200", -1)).hasSize(2);
            assertThat(asked).hasValue(1);
        }
    }

    /** One octet now and then keeps no connection open beyond the time of a whole request. */
    @Test
    void aHeaderThatDripsIsCutOffInTime() throws Exception {
        try (DoorRig door = door("request-time", "1s");
                Socket socket = door.connect()) {
            long begun = System.nanoTime();
            socket.getOutputStream().write("GET /echo/x HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(() -> drip(socket));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("all of it at once")
                    .contains(SAFE);
        }
    }

    private static void drip(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 600; i++) {
                out.write('x');
                out.flush();
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
        } catch (IOException _) {
            // cut off, as it is to be
        }
    }

    @Test
    void whoSaysNothingIsLetGoInSilence() throws Exception {
        try (DoorRig door = door("idle-time", "1s");
                Socket socket = door.connect()) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"max-connections", "max-connections-per-address"})
    void oneConnectionMoreThanMayBeIsToldToComeBack(String key) throws Exception {
        try (DoorRig door = door(key, "2");
                Socket first = door.connect();
                Socket second = door.connect()) {
            first.getOutputStream()
                    .write("GET /echo/1 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            second.getOutputStream()
                    .write("GET /echo/1 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(first.getInputStream().read()).isEqualTo('H');
            assertThat(second.getInputStream().read()).isEqualTo('H');
            assertThat(door.raw(get("/echo/x")))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: 60\r\n")
                    .contains(SAFE);
        }
    }
}
