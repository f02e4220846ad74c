package org.maillon.web.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.web.http.DoorRig;
import org.maillon.web.http.Resource;
import org.maillon.wire.address.Domain;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What anybody may read, over a real port. */
class PublicPagesTest {
    private static final StsPolicy POLICY =
            new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("mx1.here.test", "mx2.here.test"), Duration.ofDays(7));

    private static final HostedDomains DOMAINS = new HostedDomains() {
        @Override
        public Optional<StsPolicy> policy(Domain.Name domain) {
            return domain.ascii().equals("here.test") ? Optional.of(POLICY) : Optional.empty();
        }

        @Override
        public Optional<List<MailService>> services(Domain.Name domain) {
            return domain.ascii().equals("here.test")
                    ? Optional.of(List.of(
                            new MailService(MailService.Kind.POP3, "mx1.here.test", 995, true),
                            new MailService(MailService.Kind.SUBMISSION, "mx1.here.test", 587, false)))
                    : Optional.empty();
        }
    };

    private static DoorRig open() throws Exception {
        return DoorRig.open(
                DoorRig.settings(), new PublicPages(DOMAINS).resources().toArray(Resource[]::new));
    }

    /** With a Host of our choice, which Java's client does not let one name. */
    private static String asks(DoorRig door, String host, String line, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    @Test
    void servesAPolicyAsItsRfcWantsIt() throws Exception {
        try (DoorRig door = open()) {
            String answer = asks(door, "MTA-STS.here.test:8443", "GET /.well-known/mta-sts.txt", "");
            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Type: text/plain");
            assertThat(body(answer))
                    .isEqualTo("version: STSv1\r\nmode: enforce\r\nmx: mx1.here.test\r\nmx: mx2.here.test\r\n"
                            + "max_age: 604800\r\n");
            assertThat(StsPolicy.parse(body(answer).getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(new StsPolicy.Parsed.Valid(POLICY));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "here.test",
                "mta-sts.there.test",
                "127.0.0.1",
                "[::1]:80",
                "mta-sts.",
                "mta-sts.here.test.evil.test"
            })
    void servesNoPolicyUnderAnotherName(String host) throws Exception {
        try (DoorRig door = open()) {
            assertThat(asks(door, host, "GET /.well-known/mta-sts.txt", "")).startsWith("HTTP/1.1 404 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "autoconfig.here.test /mail/config-v1.1.xml?emailaddress=ada%40here.test",
                "here.test /.well-known/autoconfig/mail/config-v1.1.xml"
            })
    void tellsProgramsWhereTheirServersAre(String where) throws Exception {
        try (DoorRig door = open()) {
            int space = where.indexOf(' ');
            String answer = asks(door, where.substring(0, space), "GET " + where.substring(space + 1), "");
            Document page = xml(body(answer));
            assertThat(page.getElementsByTagName("incomingServer").getLength()).isEqualTo(1);
            assertThat(page.getElementsByTagName("socketType").item(0).getTextContent())
                    .isEqualTo("SSL");
            assertThat(page.getElementsByTagName("port").item(0).getTextContent())
                    .isEqualTo("995");
            assertThat(page.getElementsByTagName("socketType").item(1).getTextContent())
                    .isEqualTo("STARTTLS");
            assertThat(page.getElementsByTagName("port").item(1).getTextContent())
                    .isEqualTo("587");
        }
    }

    private static String question(String address) {
        return "<?xml version=\"1.0\"?><Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/"
                + "requestschema/2006\"><Request><EMailAddress>" + address + "</EMailAddress></Request></Autodiscover>";
    }

    @Test
    void tellsOutlookToo() throws Exception {
        try (DoorRig door = open()) {
            String answer = asks(
                    door,
                    "autodiscover.here.test",
                    "POST /autodiscover/autodiscover.xml",
                    question("a&amp;b@here.test"));
            Document page = xml(body(answer));
            assertThat(page.getElementsByTagName("Type").item(0).getTextContent())
                    .isEqualTo("POP3");
            assertThat(page.getElementsByTagName("LoginName").item(1).getTextContent())
                    .isEqualTo("a&b@here.test");
            assertThat(page.getElementsByTagName("Encryption").item(1).getTextContent())
                    .isEqualTo("TLS");
        }
    }

    @Test
    void aDomainThatIsNoneOfOursIsNotFound() throws Exception {
        try (DoorRig door = open()) {
            assertThat(asks(door, "autoconfig.there.test", "GET /mail/config-v1.1.xml", ""))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(asks(door, "x.test", "POST /autodiscover/autodiscover.xml", question("ada@there.test")))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><EMailAddress>&x;@here.test</EMailAddress></a>",
                "<!DOCTYPE a [<!ENTITY x \"ada\">]><a><EMailAddress>&x;@here.test</EMailAddress></a>",
                "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/x.dtd\"><a><EMailAddress>&x;@here.test</EMailAddress></a>",
                "<a><EMailAddress>nobody</EMailAddress></a>",
                "<a><EMailAddress><b/></EMailAddress></a>",
                "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><EMailAddress>ada@here.test</EMailAddress>",
            })
    void xmlThatIsMoreThanAQuestionIsRefused(String body) throws Exception {
        try (DoorRig door = open()) {
            assertThat(asks(door, "x.test", "POST /autodiscover/autodiscover.xml", body))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("problem+json");
        }
    }

    /** What the environment names as the parser of XML may fetch what it likes; here it is not even there. */
    @Test
    void theParserIsTheJdksOwnWhateverElseIsNamed() throws Exception {
        String key = "javax.xml.stream.XMLInputFactory";
        System.setProperty(key, "org.maillon.NoSuchParser");
        try (DoorRig door = open()) {
            assertThat(asks(door, "x.test", "POST /autodiscover/autodiscover.xml", question("ada@here.test")))
                    .startsWith("HTTP/1.1 200 ");
        } finally {
            System.clearProperty(key);
        }
    }

    /** RFC 8461 §3.1: senders fetch a policy anew when its id has changed, and at no other time. */
    @Test
    void thePolicysIdChangesExactlyWithThePolicy() {
        StsPolicy same = new StsPolicy(POLICY.mode(), POLICY.hosts(), POLICY.maxAge());
        assertThat(same.id()).isEqualTo(POLICY.id()).matches("[a-z0-9]{32}");
        assertThat(List.of(
                        POLICY.id(),
                        new StsPolicy(StsPolicy.Mode.TESTING, POLICY.hosts(), POLICY.maxAge()).id(),
                        new StsPolicy(POLICY.mode(), List.of("mx1.here.test"), POLICY.maxAge()).id(),
                        new StsPolicy(POLICY.mode(), POLICY.hosts(), Duration.ofDays(8)).id()))
                .doesNotHaveDuplicates();
    }
}
