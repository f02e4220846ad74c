package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Codes;
import org.maillon.hosting.OtherTown;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.queue.Taking;
import org.maillon.queue.Treatment;
import org.maillon.serve.tls.Authority;
import org.maillon.store.BlobWriter;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API of a whole server. */
class HttpApiTest {
    private static final String ADA = "ada@maillon.test";
    private static final String BOB = "bob@maillon.test";
    private static final String CONFIG = "host-name = \"mail.maillon.test\"\n[http]\nplain = [\"127.0.0.1:0\"]\n"
            + "tls = [\"127.0.0.1:0\"]\n"
            + "[guard]\ndelay-first = \"1ms\"\ndelay-most = \"1ms\"\naddress-failures = 3\n";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private House house;

    @BeforeEach
    void open() throws Exception {
        Authority authority = Authority.ofToday();
        Authority.write(folder.resolve("policy.pem"), authority.identity("EC", "mta-sts.maillon.test"));
        Authority.write(folder.resolve("root.pem"), authority.rootPem());
        house = House.open(folder, CONFIG + "[[certificate]]\nchain = \"policy.pem\"\n");
        Awaitility.await().until(() -> house.office.webPorts().size() == 2);
    }

    @AfterEach
    void close() {
        house.close();
        client.close();
    }

    private HttpResponse<String> asks(String method, String path, String body, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + house.office.webPorts().getFirst() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String detail(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        return json(answer).required("detail").stringValue();
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private String ada() {
        return basic(ADA, house.password(ADA));
    }

    private String key(String name, String... scopes) throws Exception {
        List<String> words = new java.util.ArrayList<>(List.of("api-key", "add", name, "--json"));
        Arrays.stream(scopes).forEach(scope -> words.addAll(List.of("--for", scope)));
        return "Bearer "
                + house.types(words.toArray(String[]::new))
                        .json()
                        .required("key")
                        .stringValue();
    }

    private static Address address(String text) {
        return Address.parse(text).asOptional().orElseThrow();
    }

    /** As a filter would. */
    private QueueId keepBack(String why, String... recipients) {
        Queue queue = house.office.queue();
        QueueId id = queue.nextId();
        List<Recipient> to = Arrays.stream(recipients)
                .map(one -> new Recipient(address(one), RcptParameters.NONE, Destination.LOCAL, 0))
                .toList();
        Envelope envelope = new Envelope(
                new ReversePath.Sender(address("eve@there.test")),
                MailParameters.NONE,
                to,
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                house.office.clock().instant(),
                "client.there.test [192.0.2.7]");
        try (BlobWriter writer = queue.content(id)) {
            byte[] octets = "Subject: hello\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
            writer.write(octets, 0, octets.length);
            queue.enqueue(
                    id,
                    new Taking(envelope, new Treatment(Bytes.EMPTY, false, Optional.of(why)), writer.finish()),
                    "there");
        }
        return id;
    }

    @Test
    void saysWhetherItIsWell() throws Exception {
        HttpResponse<String> answer = asks("GET", "/healthz", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"well\"}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x: y                                      | 401 | Log in",
                "Authorization: Digest abc                 | 401 | Log in",
                "Authorization: Bearer mlk-aaaaaaaaaaaaaaaaaaaaaaaaa | 401 | opens nothing here",
                "Authorization: Bearer                     | 401 | Log in",
                "Authorization: Basic %%%                  | 400 | no base64",
                "Authorization: Basic YWJj                 | 400 | no colon",
                "X-Forwarded-For: 192.0.2.7                | 403 | trusted-proxies",
            })
    void refusesWhoIsNotKnown(String field, int status, String words) throws Exception {
        int colon = field.indexOf(':');
        HttpResponse<String> answer = asks(
                "GET",
                "/api/v1/blocks",
                "",
                field.substring(0, colon),
                field.substring(colon + 1).strip());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(detail(answer)).contains(words);
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    @Test
    void anUnknownAccountReadsAsAWrongPassword() throws Exception {
        HttpResponse<String> unknown =
                asks("GET", "/api/v1/quarantine", "", "Authorization", basic("nobody@maillon.test", "wrong"));
        HttpResponse<String> wrong = asks("GET", "/api/v1/quarantine", "", "Authorization", basic(ADA, "wrong"));
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(unknown.headers().firstValue("WWW-Authenticate"))
                .isEqualTo(wrong.headers().firstValue("WWW-Authenticate"));
    }

    @Test
    void aKeyOpensWhatItsScopesSayWhileItHolds() throws Exception {
        String guard = key("g", "guard");
        String quarantine = key("q", "quarantine");
        assertThat(asks("GET", "/api/v1/blocks", "", "Authorization", guard).statusCode())
                .isEqualTo(200);
        assertThat(asks("GET", "/api/v1/quarantine", "", "Authorization", guard).statusCode())
                .isEqualTo(403);
        HttpResponse<String> lacks = asks("GET", "/api/v1/blocks", "", "Authorization", quarantine);
        assertThat(lacks.statusCode()).isEqualTo(403);
        assertThat(lacks.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains("insufficient_scope"));
        assertThat(asks("GET", "/api/v1/blocks", "", "Authorization", ada()).statusCode())
                .isEqualTo(403);
        assertThat(house.types("api-key", "list").out()).contains("g ", "q ").doesNotContain(guard.substring(7));
        assertThat(house.types("api-key", "add", "g").exit()).isEqualTo(Exit.REFUSED);
        assertThat(house.types("api-key", "revoke", "g").exit()).isZero();
        assertThat(asks("GET", "/api/v1/blocks", "", "Authorization", guard).statusCode())
                .isEqualTo(401);
    }

    @Test
    void blocksAreShownMadeAndUndone() throws Exception {
        String key = key("g", "guard");
        String[] with = {"Authorization", key, "Content-Type", "application/json; charset=utf-8"};
        HttpResponse<String> made =
                asks("POST", "/api/v1/blocks", "{\"whom\":\"2001:db8::7\",\"for\":\"2h\",\"why\":\"noise\"}", with);
        assertThat(made.statusCode()).isEqualTo(201);
        String whom = json(made).required("whom").stringValue();
        assertThat(whom).endsWith("/64");
        assertThat(house.types("block", "list").out()).contains(whom, "noise");
        assertThat(json(asks("GET", "/api/v1/blocks", "", with))
                        .at("/blocks/0/byHand")
                        .booleanValue())
                .isTrue();
        String path = "/api/v1/blocks/" + java.net.URLEncoder.encode(whom, StandardCharsets.UTF_8);
        assertThat(asks("DELETE", path, "", with).statusCode()).isEqualTo(200);
        assertThat(asks("DELETE", path, "", with).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain       | {\"whom\":\"192.0.2.7\"}               | 415",
                "application/json | nonsense                               | 400",
                "application/json | []                                     | 400",
                "application/json | {}                                     | 400",
                "application/json | {\"whom\":7}                           | 400",
                "application/json | {\"whom\":\"a\\nb\"}                   | 400",
                "application/json | {\"whom\":\"192.0.2.7\",\"for\":\"x\"} | 400",
                "application/json | {\"whom\":\"192.0.2.7\",\"until\":\"x\"} | 400",
            })
    void aBodyThatIsNoneIsToldSo(String type, String body, int status) throws Exception {
        HttpResponse<String> answer =
                asks("POST", "/api/v1/blocks", body, "Authorization", key("g", "guard"), "Content-Type", type);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(detail(answer)).endsWith(".");
        assertThat(house.types("block", "list", "--json").json()).isEmpty();
    }

    @Test
    void tellsWhatAnAccountHasSentAndLetsItGo() throws Exception {
        String key = key("g", "guard");
        JsonNode limits = json(asks("GET", "/api/v1/accounts/" + ADA + "/limits", "", "Authorization", key));
        assertThat(limits.required("account").stringValue()).isEqualTo(ADA);
        assertThat(limits.required("messagesLastDay").intValue()).isZero();
        QueueId id = keepBack("limits: <" + ADA + "> has written to more new recipients than 3 in a day", BOB);
        JsonNode released = json(asks("POST", "/api/v1/accounts/" + ADA + "/release", "", "Authorization", key));
        assertThat(released.required("released").intValue()).isEqualTo(1);
        assertThat(house.office.queue().quarantine().show(id)).isEmpty();
        assertThat(asks("GET", "/api/v1/accounts/nobody@maillon.test/limits", "", "Authorization", key)
                        .statusCode())
                .isEqualTo(404);
        assertThat(asks("GET", "/api/v1/accounts/nobody/limits", "", "Authorization", key)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRecipientSeesAndDecidesForItselfAlone() throws Exception {
        String bob = basic(BOB, house.password(BOB));
        assertThat(house.types("alias", "add", "team@maillon.test", ADA, BOB).exit())
                .isZero();
        assertThat(house.types("alias", "add", "lovelace@maillon.test", ADA).exit())
                .isZero();
        QueueId both = keepBack("clamd: found it", ADA, BOB, "lovelace@maillon.test");
        QueueId bobs = keepBack("clamd: found it", BOB, "team@maillon.test");
        QueueId limits = keepBack("limits: <eve@maillon.test> has written to more", ADA);

        JsonNode seen = json(asks("GET", "/api/v1/quarantine", "", "Authorization", ada()))
                .required("messages");
        assertThat(seen.size()).isEqualTo(1);
        assertThat(seen.at("/0/id").stringValue()).isEqualTo(both.toString());
        assertThat(seen.at("/0/to").toString()).isEqualTo("[\"" + ADA + "\",\"lovelace@maillon.test\"]");
        assertThat(seen.at("/0/origin").isMissingNode()).isTrue();
        for (QueueId notHers : List.of(bobs, limits)) {
            assertThat(asks("POST", "/api/v1/quarantine/" + notHers + "/release", "", "Authorization", ada())
                            .statusCode())
                    .isEqualTo(404);
        }

        assertThat(asks("DELETE", "/api/v1/quarantine/" + both, "", "Authorization", bob)
                        .statusCode())
                .isEqualTo(200);
        assertThat(asks("POST", "/api/v1/quarantine/" + both + "/release", "", "Authorization", ada())
                        .statusCode())
                .isEqualTo(200);
        Awaitility.await().until(() -> house.office.queue().show(both).isEmpty());
        assertThat(house.types("trace", both.toString()).out())
                .contains("by its recipient")
                .contains("dropped from quarantine");
        assertThat(house.types("quarantine", "list", "--json").json().size()).isEqualTo(2);
        assertThat(asks("DELETE", "/api/v1/quarantine/" + both, "", "Authorization", bob)
                        .statusCode())
                .isEqualTo(404);
    }

    /** The browser sends the password that it keeps with whatever form of whatever page. */
    @Test
    void aFormOnAnotherSitesPageReleasesNothing() throws Exception {
        QueueId id = keepBack("clamd: found it", ADA);
        String path = "/api/v1/quarantine/" + id;
        for (String[] field :
                List.of(new String[] {"Origin", "https://evil.example"}, new String[] {"Origin", "null"}, new String[] {
                    "Sec-Fetch-Site", "cross-site"
                })) {
            String[] with = {"Authorization", ada(), field[0], field[1]};
            HttpResponse<String> released = asks("POST", path + "/release", "", with);
            assertThat(released.statusCode()).isEqualTo(403);
            assertThat(detail(released)).contains("another site");
            assertThat(asks("DELETE", path, "", with).statusCode()).isEqualTo(403);
            assertThat(asks("GET", "/api/v1/quarantine", "", with).statusCode()).isEqualTo(200);
        }
        assertThat(house.office.queue().quarantine().show(id)).isPresent();
        String ours = "http://127.0.0.1:" + house.office.webPorts().getFirst();
        assertThat(asks("POST", path + "/release", "", "Authorization", ada(), "Origin", ours)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDirectoryThatGivesNoAnswerIsNoReasonToSayThatNothingIsThere() throws Exception {
        assertThat(house.types("domain", "add", "example.org").exit()).isZero();
        OtherTown town = new OtherTown();
        town.isDown(true);
        house.office.directory().asking(town);
        QueueId id = keepBack("clamd: found it", "lovelace@example.org");
        for (HttpResponse<String> answer : List.of(
                asks("GET", "/api/v1/quarantine", "", "Authorization", ada()),
                asks("POST", "/api/v1/quarantine/" + id + "/release", "", "Authorization", ada()),
                asks("DELETE", "/api/v1/quarantine/" + id, "", "Authorization", ada()))) {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("60");
        }
    }

    @Test
    void anOperatorSeesAndDecidesAll() throws Exception {
        String key = key("q", "quarantine");
        QueueId first = keepBack("clamd: found it", ADA, BOB);
        QueueId second = keepBack("rspamd: too high", BOB);
        String path = "/api/v1/quarantine";
        JsonNode all = json(asks("GET", path, "", "Authorization", key)).required("messages");
        assertThat(all.size()).isEqualTo(2);
        assertThat(all.at("/0/origin").stringValue()).contains("192.0.2.7");
        assertThat(json(asks("GET", path + "?to=" + ADA, "", "Authorization", key))
                        .required("messages")
                        .size())
                .isEqualTo(1);
        JsonNode one = json(asks("GET", path + "?limit=1", "", "Authorization", key));
        assertThat(one.required("messages").size()).isEqualTo(1);
        String after = "?after=" + one.required("next").stringValue();
        JsonNode rest = json(asks("GET", path + after, "", "Authorization", key));
        assertThat(rest.required("messages").size()).isEqualTo(1);
        assertThat(rest.at("/messages/0/id")).isNotEqualTo(one.at("/messages/0/id"));
        assertThat(rest.has("next")).isFalse();
        for (String bad : List.of("?limit=0", "?limit=1001", "?limit=x", "?from=nobody", "?after=x")) {
            assertThat(asks("GET", path + bad, "", "Authorization", key).statusCode())
                    .isEqualTo(400);
        }
        assertThat(asks("DELETE", path + "/" + first, "", "Authorization", key).statusCode())
                .isEqualTo(200);
        assertThat(asks("POST", path + "/" + second + "/release", "", "Authorization", key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(asks("POST", path + "/nonsense/release", "", "Authorization", key)
                        .statusCode())
                .isEqualTo(404);
        assertThat(house.types("quarantine", "list", "--json").json()).isEmpty();
    }

    @Test
    void withAnAuthenticatorTheCodeIsWantedToo() throws Exception {
        String secret = house.types("account", "totp", "enrol", ADA, "--json")
                .json()
                .required("secret")
                .stringValue();
        String code = Codes.at(secret, house.office.clock().instant());
        JsonNode confirmed =
                house.types("account", "totp", "confirm", ADA, code, "--json").json();
        String recovery = confirmed.findPath("recoveryCodes").path(0).stringValue();
        HttpResponse<String> without = asks("GET", "/api/v1/quarantine", "", "Authorization", ada());
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(detail(without)).contains("Maillon-Code");
        HttpResponse<String> wrong =
                asks("GET", "/api/v1/quarantine", "", "Authorization", ada(), "Maillon-Code", "none");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(detail(wrong)).contains("opens nothing here");
        assertThat(asks("GET", "/api/v1/quarantine", "", "Authorization", ada(), "Maillon-Code", recovery)
                        .statusCode())
                .isEqualTo(200);
    }
}
