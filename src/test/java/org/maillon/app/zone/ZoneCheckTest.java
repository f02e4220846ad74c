package org.maillon.app.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.app.zone.ZoneCheck.Seen;
import org.maillon.dns.Assured;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.dns.TlsaRecord;
import org.maillon.kernel.Bytes;

class ZoneCheckTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ZoneRecord SPF = new ZoneRecord("a.test", "TXT", "v=spf1 mx -all", "");
    private static final ZoneRecord MX = new ZoneRecord("a.test", "MX", "10 mx.a.test.", "");
    private static final ZoneRecord KEY = new ZoneRecord("s._domainkey.a.test", "TXT", "v=DKIM1; k=rsa; p=AAAA", "");
    private static final ZoneRecord TLSA = new ZoneRecord("_25._tcp.mx.a.test", "TLSA", "3 1 1 abcd", "");
    private static final ZoneRecord PTR = new ZoneRecord("1.2.0.192.in-addr.arpa", "PTR", "mx.a.test.", "");
    private static final ZoneRecord ALIAS = new ZoneRecord("mta-sts.a.test", "CNAME", "mx.a.test.", "");

    /** Records of a zone by name and type, as text. */
    private static final class World implements Resolver {
        private final Map<String, List<String>> records = new HashMap<>();
        private String failing = "";
        private Assured.Status status = Assured.Status.INSECURE;

        World has(String name, String type, String... data) {
            records.computeIfAbsent(name + " " + type, _ -> new ArrayList<>()).addAll(List.of(data));
            return this;
        }

        World fails(String name) {
            failing = name;
            return this;
        }

        World signed(Assured.Status now) {
            status = now;
            return this;
        }

        @Override
        public Lookup<String> records(String name, String type) {
            String plain = Assured.plain(name);
            List<String> found = records.getOrDefault(plain + " " + type, List.of());
            if (plain.equals(failing)) {
                return new Lookup.Failed<>("SERVFAIL");
            }
            return found.isEmpty() ? new Lookup.NoSuchName<>(HOUR) : new Lookup.Found<>(found, HOUR);
        }

        @Override
        public Lookup<String> txt(String name) {
            return records(name, "TXT");
        }

        @Override
        public Assured<TlsaRecord> tlsa(String name) {
            Lookup<TlsaRecord> lookup = switch (records(name, "TLSA")) {
                case Lookup.Found<String>(List<String> texts, var ttl) ->
                    new Lookup.Found<>(
                            texts.stream().map(ZoneCheckTest::tlsaRecord).toList(), ttl);
                case Lookup.Failed<String>(String why) -> new Lookup.Failed<>(why);
                default -> new Lookup.NoData<>(HOUR);
            };
            return new Assured<>(lookup, status, name);
        }

        @Override
        public Lookup<InetAddress> addresses(String host) {
            return switch (records(host, "A")) {
                case Lookup.Found<String>(List<String> texts, var ttl) ->
                    new Lookup.Found<>(
                            texts.stream().map(InetAddress::ofLiteral).toList(), ttl);
                case Lookup.Failed<String>(String why) -> new Lookup.Failed<>(why);
                default -> new Lookup.NoSuchName<>(HOUR);
            };
        }

        @Override
        public Lookup<MxRecord> mx(String domain) {
            throw new AssertionError("MX is asked for as text");
        }

        @Override
        public Lookup<String> ptr(InetAddress address) {
            throw new AssertionError("PTR is asked for as text");
        }
    }

    private static TlsaRecord tlsaRecord(String text) {
        String[] parts = text.split(" ", 4);
        return new TlsaRecord(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Bytes.wrap(HexFormat.of().parseHex(parts[3])));
    }

    private static ZoneCheck.Report check(World world, ZoneRecord... plan) {
        return new ZoneCheck(world).check(List.of(plan));
    }

    private static Seen seen(World world, ZoneRecord wanted) {
        return check(world, wanted).findings().getFirst().seen();
    }

    @ParameterizedTest
    @CsvSource({"v=spf1 mx -all, true", "V=SPF1  MX   -ALL, true", "v=spf1 -all mx, false", "v=spf1 mx ~all, false"})
    void spfIsTheSameTermByTerm(String text, boolean same) {
        assertThat(seen(new World().has("a.test", "TXT", text, "another text"), SPF) instanceof Seen.Same)
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "v=DKIM1; k=rsa; p=AAAA, true",
        "v=DKIM1;k=rsa;p=AA AA;, true",
        "v=DKIM1; k=rsa; p=aaaa, false",
        "v=DKIM1; k=rsa; p=, false",
        "p=BBBB, false"
    })
    void aKeyIsTheSameWhateverItsFolds(String text, boolean same) {
        assertThat(seen(new World().has(KEY.name(), "TXT", text), KEY) instanceof Seen.Same)
                .isEqualTo(same);
    }

    @Test
    void textsForOtherPurposesSayNothing() {
        World world = new World().has("a.test", "TXT", "google-site-verification=1", "v=spf10 all");
        assertThat(seen(world, SPF)).isEqualTo(new Seen.Missing());
    }

    @ParameterizedTest
    @CsvSource({
        "a.test, TXT, v=spf1 mx -all, permerror",
        "_dmarc.a.test, TXT, v=DMARC1; p=none, two DMARC",
        "_mta-sts.a.test, TXT, v=STSv1; id=1, no policy",
        "_smtp._tls.a.test, TXT, v=TLSRPTv1; rua=mailto:a@a.test, RFC 8460",
        "s._domainkey.a.test, TXT, v=DKIM1; p=AA, selector",
        "a.test, MX, 10 mx.a.test., none of ours",
        "_25._tcp.mx.a.test, TLSA, 3 1 1 abcd, no key",
        "_pop3._tcp.a.test, SRV, 0 1 110 mx.a.test., there instead"
    })
    void aSecondRecordThatContradictsIsTold(String name, String type, String data, String why) {
        String other = switch (type) {
            case "TLSA" -> "3 1 1 ffff";
            case "MX" -> "5 elsewhere.test.";
            case "SRV" -> "0 1 110 elsewhere.test.";
            default -> data + " ";
        };
        World world = new World().has(name, type, data, other);
        ZoneCheck.Report report = check(world, new ZoneRecord(name, type, data, ""));
        assertThat(report.findings().getFirst().seen()).isEqualTo(new Seen.Same());
        assertThat(report.isGood()).isFalse();
        assertThat(report.strays()).singleElement().satisfies(stray -> {
            assertThat(stray.record().data()).isEqualTo(other);
            assertThat(stray.why()).contains(why);
        });
    }

    @Test
    void whatDoesNoHarmBesideOursIsNotTold() {
        World world = new World()
                .has("a.test", "MX", "10 mx.a.test.", "20 MX.a.test.")
                .has("mx.a.test", "CAA", "0 issue \"a\"", "0 issue \"b\"", "0 iodef \"mailto:a@a.test\"");
        assertThat(check(world, MX, new ZoneRecord("mx.a.test", "CAA", "0 issue \"a\"", ""))
                        .isGood())
                .isTrue();
    }

    @Test
    void ofTwoKeysOnlyTheSpoiledOneIsNamed() {
        ZoneRecord next = new ZoneRecord(TLSA.name(), "TLSA", "3 1 1 ee", "");
        ZoneCheck.Report report = check(new World().has(TLSA.name(), "TLSA", "3 1 1 ABCD", "3 1 1 dd"), TLSA, next);
        assertThat(report.findings())
                .extracting(ZoneCheck.Finding::seen)
                .containsExactly(new Seen.Same(), new Seen.Differs(List.of("3 1 1 dd")));
        assertThat(report.strays()).isEmpty();
    }

    @Test
    void anAliasInATextsPlaceIsTold() {
        World world = new World().has(KEY.name(), "CNAME", "elsewhere.test.");
        assertThat(seen(world, KEY)).isEqualTo(new Seen.Differs(List.of("CNAME elsewhere.test.")));
        world.has(KEY.name(), "TXT", "v=DKIM1; p=BB"); // as the alias leads there
        assertThat(seen(world, KEY)).isEqualTo(new Seen.Differs(List.of("CNAME elsewhere.test.", "v=DKIM1; p=BB")));
    }

    @Test
    void whatDnsDoesNotSayIsUnknown() {
        for (ZoneRecord one : List.of(SPF, MX, TLSA, ALIAS, PTR)) {
            assertThat(seen(new World().fails(one.name()), one)).isEqualTo(new Seen.Unknown("SERVFAIL"));
        }
    }

    @ParameterizedTest
    @CsvSource({"SECURE", "INSECURE", "BOGUS"})
    void whetherKeysAreSignedIsTold(Assured.Status status) {
        World world = new World().has(TLSA.name(), "TLSA", "3 1 1 abcd").signed(status);
        assertThat(check(world, TLSA).findings().getFirst().signed()).isEqualTo(Optional.of(status));
        assertThat(check(world.has("a.test", "TXT", SPF.data()), SPF)
                        .findings()
                        .getFirst()
                        .signed())
                .isEmpty();
    }

    /** RFC 8601 §3. */
    @Test
    void aNameOfAnAddressMustLeadBack() {
        World world = new World().has(PTR.name(), "PTR", "mx.a.test.");
        assertThat(seen(world, PTR)).isInstanceOf(Seen.Differs.class);
        world.has("mx.a.test", "A", "192.0.2.7");
        assertThat(seen(world, PTR)).isEqualTo(new Seen.Differs(List.of("mx.a.test leads to 192.0.2.7, not back")));
        world.has("mx.a.test", "A", "192.0.2.1");
        assertThat(seen(world, PTR)).isEqualTo(new Seen.Same());
        assertThat(seen(world.fails("mx.a.test"), PTR)).isEqualTo(new Seen.Unknown("mx.a.test: SERVFAIL"));
        assertThat(seen(new World().has(PTR.name(), "PTR", "other.test."), PTR))
                .isEqualTo(new Seen.Differs(List.of("other.test.")));
    }

    @Test
    void theTargetsAddressesServeAsWellAsAnAlias() {
        World world = new World().has("mx.a.test", "A", "192.0.2.1");
        assertThat(seen(world, ALIAS)).isEqualTo(new Seen.Missing());
        world.has(ALIAS.name(), "A", "192.0.2.1");
        assertThat(seen(world, ALIAS)).isEqualTo(new Seen.Same());
        world.has(ALIAS.name(), "A", "192.0.2.9");
        assertThat(seen(world, ALIAS)).isInstanceOf(Seen.Differs.class);
    }
}
