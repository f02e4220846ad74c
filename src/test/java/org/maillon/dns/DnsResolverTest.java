package org.maillon.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDatagrams;
import org.maillon.kernel.net.SocketDialer;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsResolverTest {
    private static final String SOA = "example.org 300 SOA ns.example.org. host.example.org. 1 2 3 4 60";
    private static final String MX = "example.org 300 MX 10 mx.example.org.";

    private final ScriptedServer server = new ScriptedServer();
    private final ScriptedServer second = new ScriptedServer();
    private final SocketDialer dialer = new SocketDialer();

    @AfterEach
    void close() throws IOException {
        server.close();
        second.close();
        dialer.close();
    }

    private DnsResolver resolver(String... settings) {
        Map<String, String> values = new HashMap<>(
                Map.of("servers", server.address(), "timeout", "1s", "attempts", "1", "total-timeout", "3s"));
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return new DnsResolver(
                new SocketDatagrams(),
                dialer,
                InstantSource.system(),
                new Random(1),
                Settings.read(DnsSettings.class, Map.copyOf(values)));
    }

    private static String failure(Lookup<?> lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Failed.class);
        return ((Lookup.Failed<?>) lookup).why();
    }

    /** One answer to questions of type A, another to all others. */
    private void saysByType(int rcodeOfA, String recordOfA, int rcodeOfOthers, String recordOfOthers) {
        server.says((query, _) -> List.of((query.getQuestion().getType() == Type.A
                        ? ScriptedServer.answer(query, rcodeOfA, recordOfA)
                        : ScriptedServer.answer(query, rcodeOfOthers, recordOfOthers))
                .toWire()));
    }

    @Test
    void findsMxRecordsInTheirOrder() {
        server.says(Rcode.NOERROR, "example.org 300 MX 20 B.Example.ORG.", "example.org 200 MX 10 a.example.org.");
        Duration shortest =
                resolver().mx("example.org") instanceof Lookup.Found<MxRecord> found ? found.ttl() : Duration.ZERO;
        assertThat(resolver().mx("example.org"))
                .isEqualTo(new Lookup.Found<>(
                        List.of(new MxRecord(10, "a.example.org"), new MxRecord(20, "b.example.org")), shortest));
        assertThat(shortest).isBetween(Duration.ofSeconds(200), Duration.ofMinutes(5));
        assertThat(server.asked()).containsExactly("udp MX example.org.", "udp MX example.org.");
    }

    @Test
    void theNullMxHasAnEmptyName() {
        server.says(Rcode.NOERROR, "example.org 300 MX 0 .");
        assertThat(resolver().mx("example.org"))
                .isEqualTo(new Lookup.Found<>(List.of(new MxRecord(0, "")), Duration.ofMinutes(5)));
    }

    @Test
    void tellsNoSuchNameFromNoSuchRecord() {
        server.says(Rcode.NXDOMAIN, SOA);
        assertThat(resolver().mx("no.example.org")).isEqualTo(new Lookup.NoSuchName<>(Duration.ofSeconds(60)));
        server.says(Rcode.NOERROR, SOA);
        assertThat(resolver().mx("example.org")).isEqualTo(new Lookup.NoData<>(Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.YXDOMAIN, Rcode.NOTAUTH})
    void everyOtherCodeIsAFailure(int rcode) {
        server.says(rcode);
        assertThat(failure(resolver().mx("example.org"))).contains(Rcode.string(rcode));
    }

    @Test
    void aReferralIsNoAnswer() {
        server.says(Rcode.NOERROR, "org 300 NS a.nic.org.");
        assertThat(failure(resolver().mx("example.org"))).contains("recursive server");
    }

    @Test
    void joinsBothKindsOfAddressSixFirst() {
        saysByType(Rcode.NOERROR, "h.example.org 300 A 192.0.2.1", Rcode.NOERROR, "h.example.org 100 AAAA 2001:db8::1");
        assertThat(resolver().addresses("h.example.org"))
                .isEqualTo(new Lookup.Found<>(
                        List.of(InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("192.0.2.1")),
                        Duration.ofSeconds(100)));
    }

    @Test
    void oneKindThatFailsHidesNothingAndProvesNothing() {
        saysByType(Rcode.NOERROR, "h.example.org 300 A 192.0.2.1", Rcode.SERVFAIL, SOA);
        assertThat(resolver().addresses("h.example.org")).isInstanceOf(Lookup.Found.class);
        saysByType(Rcode.NXDOMAIN, SOA, Rcode.SERVFAIL, SOA);
        assertThat(resolver().addresses("h.example.org")).isInstanceOf(Lookup.Failed.class);
    }

    @Test
    void anIpv4AddressInAnAaaaRecordIsNone() {
        saysByType(Rcode.NOERROR, SOA, Rcode.NOERROR, "h.example.org 300 AAAA ::ffff:192.0.2.1");
        assertThat(resolver().addresses("h.example.org")).isInstanceOf(Lookup.NoData.class);
    }

    @Test
    void localhostIsNeverAsked() {
        assertThat(resolver().addresses("LocalHost")).isInstanceOf(Lookup.Found.class);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void joinsTheStringsOfATxtRecord() {
        server.says(Rcode.NOERROR, "example.org 300 TXT \"v=spf1 \" \"-all\"");
        assertThat(resolver().txt("example.org"))
                .isEqualTo(new Lookup.Found<>(List.of("v=spf1 -all"), Duration.ofMinutes(5)));
    }

    @Test
    void keepsTheOctetsOfATxtRecordThatAreNoAscii() {
        server.says(Rcode.NOERROR, "example.org 300 TXT \"v=spf1 \\128\\255 -all\"");
        assertThat(resolver().txt("example.org"))
                .isEqualTo(new Lookup.Found<>(List.of("v=spf1 \u0080\u00FF -all"), Duration.ofMinutes(5)));
    }

    @Test
    void asksForOneKindOfAddressAlone() {
        saysByType(Rcode.NOERROR, "h.example.org 300 A 192.0.2.1", Rcode.NOERROR, "h.example.org 100 AAAA 2001:db8::1");
        assertThat(resolver().a("h.example.org"))
                .isEqualTo(new Lookup.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), Duration.ofMinutes(5)));
        assertThat(resolver().aaaa("h.example.org"))
                .isEqualTo(new Lookup.Found<>(List.of(InetAddress.ofLiteral("2001:db8::1")), Duration.ofSeconds(100)));
        assertThat(server.asked()).containsExactly("udp A h.example.org.", "udp AAAA h.example.org.");
        assertThat(resolver().a("localhost"))
                .isEqualTo(new Lookup.Found<>(List.of(InetAddress.ofLiteral("127.0.0.1")), Duration.ofDays(1)));
    }

    @Test
    void asksForTheNameOfAnAddress() {
        server.says(Rcode.NOERROR, "1.2.0.192.in-addr.arpa 300 PTR Mail.Example.Org.");
        assertThat(resolver().ptr(InetAddress.ofLiteral("192.0.2.1")))
                .isEqualTo(new Lookup.Found<>(List.of("mail.example.org"), Duration.ofMinutes(5)));
    }

    @Test
    void followsACnameInsideTheAnswer() {
        server.says(Rcode.NOERROR, "a.example.org 30 CNAME example.org.", MX);
        assertThat(resolver().mx("a.example.org"))
                .isEqualTo(new Lookup.Found<>(List.of(new MxRecord(10, "mx.example.org")), Duration.ofSeconds(30)));
    }

    @Test
    void asksAgainForACnameTheAnswerDoesNotFollow() {
        server.says((query, _) -> List.of((query.getQuestion().getName().equals(ScriptedServer.name("a.example.net"))
                        ? ScriptedServer.answer(query, Rcode.NOERROR, "a.example.net 30 CNAME example.org.")
                        : ScriptedServer.answer(query, Rcode.NOERROR, MX))
                .toWire()));
        assertThat(resolver().mx("a.example.net"))
                .isEqualTo(new Lookup.Found<>(List.of(new MxRecord(10, "mx.example.org")), Duration.ofSeconds(30)));
    }

    @Test
    void cnamesInCirclesEnd() {
        server.says(Rcode.NOERROR, "a.example.org 30 CNAME b.example.org.", "b.example.org 30 CNAME a.example.org.");
        assertThat(failure(resolver().mx("a.example.org"))).contains("circles");
    }

    @Test
    void cnamesWithoutEndEnd() {
        server.says((query, _) -> {
            String name = query.getQuestion().getName().toString();
            return List.of(ScriptedServer.answer(query, Rcode.NOERROR, name + " 30 CNAME x." + name)
                    .toWire());
        });
        assertThat(failure(resolver().mx("a.example.org"))).contains("more than 8 CNAMEs");
    }

    @ParameterizedTest(name = "{0} CNAMEs: {1}")
    @CsvSource({"2, true", "3, true", "4, false"})
    void followsCnamesUpToTheBound(int number, boolean found) {
        String[] records = IntStream.rangeClosed(0, number)
                .mapToObj(i -> i == number ? "n" + i + " 30 MX 10 mx." : "n" + i + " 30 CNAME n" + (i + 1) + ".")
                .toArray(String[]::new);
        server.says(Rcode.NOERROR, records);
        assertThat(resolver("max-cnames", "3").mx("n0") instanceof Lookup.Found).isEqualTo(found);
    }

    @ParameterizedTest(name = "{0} MX records")
    @ValueSource(ints = {99, 100, 101, 1000})
    void ofManyMxRecordsTheMostPreferredStay(int number) {
        server.says((query, tcp) -> {
            Message answer = ScriptedServer.answer(query, Rcode.NOERROR);
            if (!tcp) {
                answer.getHeader().setFlag(Flags.TC);
                return List.of(answer.toWire());
            }
            for (int i = number; i > 0; i--) {
                String record = "example.org 300 MX " + i + " h" + i + ".example.org.";
                answer.addRecord(ScriptedServer.record(record), Section.ANSWER);
            }
            return List.of(answer.toWire(65_000));
        });
        Lookup<MxRecord> lookup = resolver().mx("example.org");
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        List<MxRecord> records = ((Lookup.Found<MxRecord>) lookup).records();
        assertThat(records).hasSize(Math.min(number, 100));
        assertThat(records.getFirst()).isEqualTo(new MxRecord(1, "h1.example.org"));
        assertThat(server.asked()).containsExactly("udp MX example.org.", "tcp MX example.org.");
    }

    @Test
    void recordsOfNamesNotAskedSayNothing() {
        server.says(Rcode.NOERROR, "evil.example 300 MX 10 mx.evil.example.", SOA);
        assertThat(resolver().mx("example.org")).isInstanceOf(Lookup.NoData.class);
    }

    @Test
    void passesOverAnswersThatAreNotOurs() {
        server.says((query, _) -> {
            byte[] wrongId = ScriptedServer.answer(query, Rcode.NXDOMAIN).toWire();
            wrongId[0] ^= 1;
            Message wrongQuestion = ScriptedServer.answer(query, Rcode.NXDOMAIN);
            wrongQuestion.removeAllRecords(Section.QUESTION);
            wrongQuestion.addRecord(ScriptedServer.record("other.example 0 MX 1 x."), Section.QUESTION);
            Message noAnswer = ScriptedServer.answer(query, Rcode.NXDOMAIN);
            noAnswer.getHeader().unsetFlag(Flags.QR);
            byte[] garbage = new byte[200];
            new Random(5).nextBytes(garbage);
            byte[] truth = ScriptedServer.answer(query, Rcode.NOERROR, MX).toWire();
            return List.of(
                    wrongId,
                    wrongQuestion.toWire(),
                    noAnswer.toWire(),
                    new byte[] {1, 2, 3},
                    garbage,
                    new byte[0],
                    truth);
        });
        assertThat(resolver().mx("example.org")).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void aServerThatOnlyLiesIsAFailure() {
        server.says((query, _) -> {
            byte[] wrongId = ScriptedServer.answer(query, Rcode.NXDOMAIN).toWire();
            wrongId[1] ^= 1;
            return List.of(wrongId);
        });
        assertThat(failure(resolver().mx("example.org"))).contains("does not answer our question");
    }

    @Test
    void aServerThatHangsIsAFailureInTime() {
        assertThat(failure(resolver().mx("example.org"))).contains("no answer in time");
    }

    @Test
    void allTriesTogetherHaveABound() {
        Lookup<?> lookup = resolver("attempts", "10", "total-timeout", "2s").mx("example.org");
        assertThat(failure(lookup)).contains("no answer in time");
        assertThat(server.asked()).hasSizeBetween(2, 3);
    }

    @ParameterizedTest(name = "of {0} questions {1} are on their way")
    @CsvSource({"1, 1", "2, 2", "3, 2"})
    void soManyQuestionsAreOnTheirWayAtOnce(int number, int onTheirWay) throws InterruptedException {
        DnsResolver resolver = resolver("questions-at-once", "2", "timeout", "2s");
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int sofar = Math.min(i + 1, onTheirWay);
            Thread asker = Thread.ofPlatform().start(() -> resolver.mx("example.org"));
            askers.add(asker);
            await().until(() -> server.asked().size() == sofar);
            boolean mustWait = i + 1 > onTheirWay;
            await().until(() -> !mustWait || asker.getState() == Thread.State.TIMED_WAITING);
        }
        assertThat(server.asked()).hasSize(onTheirWay);
        for (Thread asker : askers) {
            asker.join();
        }
    }

    @Test
    void aServerThatLiesOverTcpIsAFailure() {
        server.says((query, tcp) -> {
            Message answer = ScriptedServer.answer(query, Rcode.NOERROR);
            answer.getHeader().setFlag(Flags.TC);
            return tcp ? List.of(new byte[0]) : List.of(answer.toWire());
        });
        assertThat(failure(resolver().mx("example.org"))).contains("TCP");
    }

    @Test
    void theNextServerIsAskedAndThenPreferred() {
        server.says(Rcode.SERVFAIL);
        second.says(Rcode.NOERROR, MX);
        DnsResolver resolver = resolver("servers", server.address() + "," + second.address());
        assertThat(resolver.mx("example.org")).isInstanceOf(Lookup.Found.class);
        assertThat(resolver.mx("example.org")).isInstanceOf(Lookup.Found.class);
        assertThat(server.asked()).hasSize(1);
        assertThat(second.asked()).hasSize(2);
    }

    @Test
    void anOldServerIsAskedAgainWithoutEdns() {
        server.says((query, _) -> List.of((query.getOPT() == null
                        ? ScriptedServer.answer(query, Rcode.NOERROR, MX)
                        : ScriptedServer.answer(query, Rcode.FORMERR))
                .toWire()));
        assertThat(resolver().mx("example.org")).isInstanceOf(Lookup.Found.class);
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void aPortWhereNobodyListensIsAFailure() throws IOException {
        String gone = second.address();
        second.close();
        assertThat(resolver("servers", gone).mx("example.org")).isInstanceOf(Lookup.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", ".a", "toolonglabel-toolonglabel-toolonglabel-toolonglabel-toolonglabel-too.org"})
    void aNameThatNoZoneCanHoldDoesNotExist(String name) {
        assertThat(resolver().mx(name)).isInstanceOf(Lookup.NoSuchName.class);
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns.example", "1.2.3.4:x", "1.2.3.4:0", "1.2.3.4:65536", "[::1", "[::1]:", "1.2.3.400"})
    void refusesServersThatAreNone(String text) {
        assertThatThrownBy(() -> resolver("servers", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write an IP address");
    }
}
