package org.maillon.submit.stranger;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.dns.FakeResolver;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Store;
import org.maillon.store.model.ModelStore;
import org.maillon.submit.Client;
import org.maillon.submit.Insiders;
import org.maillon.submit.SubmitSettings;
import org.maillon.trust.dnslist.DnsListSetting;
import org.maillon.trust.dnslist.DnsLists;
import org.maillon.trust.dnslist.DnsListsSettings;
import org.maillon.trust.spf.SpfEvaluator;
import org.maillon.trust.spf.SpfSettings;
import org.maillon.trust.spf.SpfSettings.OnFail;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

class GreylistTest {
    private static final ReversePath SENDER = new ReversePath.Sender(Town.address("someone@example.com"));
    private static final ReversePath OTHER = new ReversePath.Sender(Town.address("else@example.com"));
    private static final Address ADA = Town.address("ada@example.org");
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final ModelStore store = new ModelStore();
    private final FakeResolver dns = new FakeResolver();
    private final Map<String, String> settings = new HashMap<>();
    private final List<DnsListSetting> lists = new ArrayList<>();
    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final Strangers strangers = new Strangers(new Insiders(
            Settings.read(SubmitSettings.class, Map.of("relay-from", "127.0.0.0/8, ::1, 198.51.100.0/24"))));
    private Optional<Acquaintances> acquaintances = Optional.empty();

    private Acquaintances acquaintances() {
        acquaintances = acquaintances.or(() ->
                Optional.of(new Acquaintances(store, clock, clock, Settings.read(GreylistSettings.class, settings))));
        return acquaintances.get();
    }

    private SenderPolicy policy(OnFail onFail) {
        SpfEvaluator spf = new SpfEvaluator(dns, clock, Settings.defaults(SpfSettings.class));
        return new SenderPolicy(strangers, spf, onFail, _ -> "mx.example.org");
    }

    private ListedClients listed() {
        return new ListedClients(strangers, new DnsLists(dns, clock, lists, Settings.defaults(DnsListsSettings.class)));
    }

    private Optional<Reply> rcpt(String address, String helo, ReversePath sender) {
        Greylist.Word word = new Greylist.Word(policy(OnFail.MARK), listed(), dns);
        Greylist greylist =
                new Greylist(strangers, word, acquaintances(), Settings.read(GreylistSettings.class, settings));
        return greylist.check(client(address, helo), sender, ADA);
    }

    private Optional<Reply> rcpt(String address) {
        return rcpt(address, "some.host.example", SENDER);
    }

    private static Client client(String address, String helo) {
        return new Client(InetAddress.ofLiteral(address), helo, "ESMTP", ServerId.DEFAULT);
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    // RFC 6647 §2.1
    @Test
    void putsAStrangerOffAndSaysWhenToComeBack() {
        assertThat(rcpt("192.0.2.1"))
                .contains(Reply.of(
                        451,
                        "4.7.1",
                        "Your server is new to us; it is welcome with this message in 60 seconds, and from then on"));
        later(Duration.ofSeconds(20));
        assertThat(rcpt("192.0.2.1").orElseThrow().toString()).contains("in 40 seconds");
    }

    @ParameterizedTest(name = "{0} ms later: put off {1}")
    @CsvSource({"59999, true", "60000, false", "60001, false", "86399999, false", "86400000, true", "86400001, true"})
    void takesWhatComesBackWithinItsTime(long millis, boolean putOff) {
        rcpt("192.0.2.1");
        later(Duration.ofMillis(millis));
        assertThat(rcpt("192.0.2.1").isPresent()).isEqualTo(putOff);
    }

    @Test
    void whoHasComeBackIsKnownWithItsNetwork() {
        rcpt("192.0.2.1");
        later(Duration.ofMinutes(2));
        assertThat(rcpt("192.0.2.200")).as("the machine beside it").isEmpty();
        assertThat(rcpt("192.0.2.99", "x", OTHER)).as("with another message").isEmpty();
        assertThat(rcpt("192.0.3.1")).as("from another network").isPresent();
        later(Duration.ofDays(35).minusMinutes(1));
        assertThat(rcpt("192.0.2.1", "x", OTHER)).as("for 35 days").isEmpty();
        later(Duration.ofDays(36));
        assertThat(rcpt("192.0.2.1", "x", OTHER)).isPresent();
    }

    @Test
    void anIpv6NetworkHas64Bits() {
        rcpt("2001:db8::1");
        later(Duration.ofMinutes(2));
        assertThat(rcpt("2001:db8:0:0:ffff::2")).isEmpty();
        assertThat(rcpt("2001:db8:0:1::1")).isPresent();
    }

    @Test
    void knowsThemStillAfterAStart() {
        rcpt("192.0.2.1");
        later(Duration.ofMinutes(2));
        rcpt("192.0.2.1");
        acquaintances = Optional.empty();
        assertThat(rcpt("192.0.2.1", "x", OTHER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "198.51.100.7"})
    void thoseInsideNeverWait(String address) {
        assertThat(rcpt(address)).isEmpty();
        assertThat(store.scan(GreylistRows.PARTITION, KeyRange.all(), 10, Store.Direction.FORWARD))
                .isEmpty();
    }

    @Test
    void whomTheSendersDomainNamesDoesNotWait() {
        dns.txt("example.com", "v=spf1 ip4:192.0.2.1 ~all");
        assertThat(rcpt("192.0.2.1")).isEmpty();
        assertThat(rcpt("192.0.2.2")).isPresent();
    }

    @Test
    void whoSaysTheNameOfItsAddressDoesNotWait() {
        dns.named("192.0.2.1", "mail.example.net").host("mail.example.net", "192.0.2.1");
        assertThat(rcpt("192.0.2.1", "Mail.Example.NET", SENDER)).isEmpty();
        assertThat(rcpt("192.0.2.1", "other.example.net", SENDER)).isPresent();
    }

    @Test
    void whomAListOfTheWellKnownHasDoesNotWait() {
        lists.add(Settings.read(DnsListSetting.class, Map.of("zone", "good.example", "weight", "-1")));
        dns.host("1.2.0.192.good.example", "127.0.0.2");
        settings.put("when", "always");
        assertThat(rcpt("192.0.2.1")).isEmpty();
        assertThat(rcpt("192.0.2.2")).isPresent();
    }

    @Test
    void alwaysWantsADomainThatItKnows() {
        settings.put("when", "always");
        dns.txt("example.com", "v=spf1 ip4:192.0.2.1 ip4:203.0.113.1 ~all");
        assertThat(rcpt("192.0.2.1")).isPresent();
        later(Duration.ofMinutes(2));
        assertThat(rcpt("192.0.2.1")).isEmpty();
        assertThat(rcpt("203.0.113.1", "x", OTHER))
                .as("the known domain from elsewhere")
                .isEmpty();
        assertThat(rcpt("203.0.113.2", "x", OTHER)).as("in its name only").isPresent();
    }

    @Test
    void offIsOff() {
        settings.put("when", "off");
        assertThat(rcpt("192.0.2.1")).isEmpty();
    }

    @ParameterizedTest(name = "at most {0} rows: {1} of 3 put off")
    @CsvSource({"2, 2", "3, 3", "4, 3"})
    void keepsNoMoreRowsThanItsBound(int most, int putOff) {
        settings.put("max-stored", String.valueOf(most));
        int count = 0;
        for (String address : List.of("192.0.2.1", "192.0.3.1", "192.0.4.1")) {
            count += rcpt(address).isPresent() ? 1 : 0;
        }
        assertThat(count).isEqualTo(putOff);
    }

    @Test
    void sweepsWhatHoldsNoLonger() {
        rcpt("192.0.2.1");
        rcpt("203.0.113.1");
        later(Duration.ofMinutes(2));
        rcpt("192.0.2.1");
        later(Duration.ofDays(2));
        acquaintances().sweep();
        assertThat(store.scan(GreylistRows.PARTITION, KeyRange.all(), 10, Store.Direction.FORWARD))
                .singleElement()
                .satisfies(row -> assertThat(row.key()).isEqualTo(GreylistRows.network("192.0.2.0/24")));
        later(Duration.ofDays(40));
        acquaintances().sweep();
        assertThat(store.scan(GreylistRows.PARTITION, KeyRange.all(), 10, Store.Direction.FORWARD))
                .isEmpty();
    }

    @Test
    void aDamagedRowIsAsNone() {
        store.commit(Batch.of(GreylistRows.PARTITION)
                .put(GreylistRows.network("192.0.2.0/24"), org.maillon.kernel.Bytes.utf8("\u0001x"))
                .build());
        assertThat(rcpt("192.0.2.1")).isPresent();
    }

    @Test
    void aClockThatWasSetBackKeepsNobodyOut() {
        rcpt("192.0.2.1");
        later(Duration.ofDays(-3));
        assertThat(rcpt("192.0.2.1")).isEmpty();
    }

    // The other checks of strangers.

    private Optional<Reply> mail(OnFail onFail, String address) {
        return policy(onFail).check(client(address, "some.host.example"), SENDER, MailParameters.NONE);
    }

    @Test
    void aFailIsForDmarcUnlessSomebodyWantsItRefused() {
        dns.txt("example.com", "v=spf1 ip4:192.0.2.1 -all exp=why.example.com").txt("why.example.com", "%{i} may not");
        assertThat(mail(OnFail.MARK, "192.0.2.9")).isEmpty();
        assertThat(mail(OnFail.IGNORE, "192.0.2.9")).isEmpty();
        assertThat(mail(OnFail.REJECT, "192.0.2.1")).isEmpty();
        assertThat(mail(OnFail.REJECT, "127.0.0.1")).isEmpty();
        assertThat(mail(OnFail.REJECT, "192.0.2.9"))
                .contains(Reply.of(
                        550,
                        "5.7.23",
                        "The domain example.com does not let your server send in its name (SPF)",
                        "It explains: 192.0.2.9 may not"));
    }

    @Test
    void aDomainThatNeverSendsIsTakenAtItsWord() {
        dns.txt("example.com", "v=spf1 -all");
        assertThat(mail(OnFail.MARK, "192.0.2.9").orElseThrow().toString())
                .isEqualTo(
                        "550 5.7.23 The domain example.com says that it never sends mail (SPF); send under another one");
        assertThat(mail(OnFail.IGNORE, "192.0.2.9")).isEmpty();
    }

    @Test
    void troubleWithDnsRefusesNobody() {
        dns.fails("example.com", "SERVFAIL");
        assertThat(mail(OnFail.REJECT, "192.0.2.9")).isEmpty();
        assertThat(policy(OnFail.MARK).vouches(client("192.0.2.9", "h"), SENDER))
                .isFalse();
        assertThat(policy(OnFail.MARK).vouches(client("127.0.0.1", "h"), SENDER))
                .isTrue();
    }

    @Test
    void refusesWhomTheListsHaveInTheirWordsButNotToPostmaster() {
        lists.add(Settings.read(DnsListSetting.class, Map.of("zone", "bad.example")));
        dns.host("9.2.0.192.bad.example", "127.0.0.2").txt("9.2.0.192.bad.example", "open proxy");
        assertThat(listed().check(client("192.0.2.9", "h"), SENDER, ADA))
                .contains(Reply.of(
                        550,
                        "5.7.1",
                        "192.0.2.9 is on the list bad.example; ask there to be taken off",
                        "The list says: open proxy"));
        assertThat(listed().check(client("192.0.2.9", "h"), SENDER, Town.address("Postmaster@example.org")))
                .isEmpty();
        assertThat(listed().check(client("192.0.2.8", "h"), SENDER, ADA)).isEmpty();
    }

    @Test
    void newcomersAreStrangersOfWhomNothingGoodIsKnown() {
        Newcomers newcomers = new Newcomers(strangers, acquaintances());
        assertThat(newcomers.include(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThat(newcomers.include(InetAddress.ofLiteral("198.51.100.1"))).isFalse();
        assertThat(newcomers.include(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
        rcpt("192.0.2.1");
        later(Duration.ofMinutes(2));
        rcpt("192.0.2.1");
        assertThat(newcomers.include(InetAddress.ofLiteral("192.0.2.77"))).isFalse();
    }
}
