package org.maillon.trust.dnslist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.dns.FakeResolver;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.kernel.Settings;
import org.maillon.trust.dnslist.ListVerdict.Listing;

class DnsListsTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.7");

    private final FakeResolver dns = new FakeResolver();
    private final List<DnsListSetting> lists = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private void list(String... settings) {
        Map<String, String> values = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        lists.add(Settings.read(DnsListSetting.class, values));
    }

    private DnsLists asking(Resolver resolver, String... settings) {
        Map<String, String> values = settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
        return new DnsLists(resolver, () -> now, lists, Settings.read(DnsListsSettings.class, values));
    }

    private ListVerdict check() {
        return asking(dns).check(CLIENT, List.of());
    }

    @Test
    void asksForAnAddressFromItsEnd() {
        assertThat(DnsLists.reversed(CLIENT)).isEqualTo("7.2.0.192");
        // RFC 5782 §2.4
        assertThat(DnsLists.reversed(InetAddress.ofLiteral("2001:db8:1:2:3:4:567:89ab")))
                .isEqualTo("b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2");
    }

    @Test
    void weighsWhatTheListsSayAgainstEachOther() {
        list("zone", "bad.example", "weight", "7");
        list("zone", "worse.example", "weight", "5");
        list("zone", "good.example", "weight", "-3");
        list("zone", "silent.example");
        dns.host("7.2.0.192.bad.example", "127.0.0.2")
                .txt("7.2.0.192.bad.example", "See http://bad.example/?192.0.2.7\r\n");
        dns.host("7.2.0.192.worse.example", "127.0.0.4");
        dns.host("7.2.0.192.good.example", "127.0.4.3");
        ListVerdict verdict = check();
        assertThat(verdict)
                .isEqualTo(new ListVerdict(
                        9,
                        List.of(
                                new Listing(
                                        "bad.example",
                                        7,
                                        "192.0.2.7",
                                        Optional.of("See http://bad.example/?192.0.2.7??")),
                                new Listing("worse.example", 5, "192.0.2.7", Optional.empty()),
                                new Listing("good.example", -3, "192.0.2.7", Optional.empty())),
                        List.of()));
        assertThat(verdict.gravest().map(Listing::zone)).contains("bad.example");
        assertThat(verdict.vouches()).isFalse();
    }

    @ParameterizedTest(name = "score {0}: refused {1}")
    @CsvSource({"9, false", "10, true", "11, true"})
    void refusesFromTheScoreOfTheSettingsOn(int score, boolean refused) {
        assertThat(asking(dns).refuses(new ListVerdict(score, List.of(), List.of())))
                .isEqualTo(refused);
    }

    @ParameterizedTest(name = "{0} counts: {1}")
    @CsvSource({
        "127.0.0.1, false",
        "127.0.0.2, true",
        "127.0.0.3, true",
        "127.0.0.4, false",
        "127.0.0.10, true",
        "127.255.255.252, false",
        "127.255.255.255, false",
        "192.0.2.80, false"
    })
    void onlyTheExpectedAnswersCount(String answer, boolean counts) {
        list("zone", "bad.example", "answers", "127.0.0.2/31, 127.0.0.10, 127.255.255.0/24, 192.0.2.0/24");
        dns.host("7.2.0.192.bad.example", answer);
        assertThat(check().listings().isEmpty()).isEqualTo(!counts);
    }

    @Test
    void aListThatCannotBeAskedWeighsNothing() {
        list("zone", "down.example");
        list("zone", "bad.example");
        dns.fails("7.2.0.192.down.example", "SERVFAIL").host("7.2.0.192.bad.example", "127.0.0.2");
        assertThat(check().score()).isEqualTo(10);
        assertThat(check().silent()).containsExactly("down.example");
    }

    @Test
    void aListThatHangsIsNotWaitedForBeyondTheTime() {
        list("zone", "hangs.example");
        list("zone", "bad.example");
        dns.host("7.2.0.192.bad.example", "127.0.0.2");
        ListVerdict verdict = asking(new Hanging(), "time", "1s").check(CLIENT, List.of());
        assertThat(verdict.score()).isEqualTo(10);
        assertThat(verdict.silent()).containsExactly("hangs.example");
    }

    /** One list never answers; it gives up when it is interrupted. */
    private final class Hanging implements Resolver {
        @Override
        public Lookup<InetAddress> addresses(String host) {
            if (!host.endsWith("hangs.example")) {
                return dns.addresses(host);
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return new Lookup.Failed<>("interrupted");
        }

        @Override
        public Lookup<MxRecord> mx(String domain) {
            return dns.mx(domain);
        }

        @Override
        public Lookup<String> txt(String name) {
            return dns.txt(name);
        }

        @Override
        public Lookup<String> ptr(InetAddress address) {
            return dns.ptr(address);
        }
    }

    @Test
    void listsOfDomainsAreAskedForTheSendersAndTheClientsName() {
        list("zone", "dbl.example", "lists", "domain");
        dns.host("spam.example.dbl.example", "127.0.1.2");
        DnsLists asking = asking(dns);
        assertThat(asking.check(CLIENT, List.of("Spam.Example", "mail.example.org", "[192.0.2.7]", "no name"))
                        .listings())
                .containsExactly(new Listing("dbl.example", 10, "spam.example", Optional.empty()));
        assertThat(asking.check(CLIENT, List.of("fine.example")).score()).isZero();
        assertThat(asking.check(CLIENT, List.of()).score()).isZero();
    }

    @Test
    void remembersForItsTime() {
        list("zone", "bad.example");
        DnsLists asking = asking(dns);
        asking.check(CLIENT, List.of("one.example"));
        asking.check(CLIENT, List.of("other.example"));
        assertThat(dns.questions()).isOne();
        now = now.plus(Duration.ofMinutes(5)).plusMillis(1);
        asking.check(CLIENT, List.of());
        assertThat(dns.questions()).isEqualTo(2);
    }

    @Test
    void withoutListsNobodyIsAsked() {
        assertThat(check()).isEqualTo(ListVerdict.NOTHING);
        assertThat(dns.questions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zen spamhaus", "zen/spamhaus.org"})
    void refusesAZoneThatIsNone(String zone) {
        assertThatThrownBy(() -> list("zone", zone)).hasMessageContaining("no domain");
        assertThatThrownBy(() -> list("zone", "bad.example", "answers", "127.0.0.2/99"))
                .hasMessageContaining("slash");
    }
}
