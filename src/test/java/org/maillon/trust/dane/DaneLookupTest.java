package org.maillon.trust.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.maillon.dns.Assured;
import org.maillon.dns.Assured.Status;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.dns.TlsaRecord;
import org.maillon.kernel.Bytes;
import org.maillon.trust.dane.DaneLookup.Found;

class DaneLookupTest {
    private static final TlsaRecord USABLE = new TlsaRecord(3, 1, 1, Bytes.wrap(new byte[32]));
    private static final TlsaRecord UNUSABLE = new TlsaRecord(0, 1, 1, Bytes.wrap(new byte[32]));
    private static final Duration TTL = Duration.ofHours(1);

    private Assured<InetAddress> addresses = secure("mx.example.org");
    private final Map<String, Assured<TlsaRecord>> records = new HashMap<>();

    private static Assured<InetAddress> secure(String owner) {
        return new Assured<>(
                new Lookup.Found<>(List.of(InetAddress.ofLiteral("192.0.2.1")), TTL), Status.SECURE, owner);
    }

    private void tlsa(String name, Status status, TlsaRecord... found) {
        records.put(name, new Assured<>(new Lookup.Found<>(List.of(found), TTL), status, name));
    }

    private final class Dns implements Resolver {
        @Override
        public Lookup<MxRecord> mx(String domain) {
            return new Lookup.NoData<>(TTL);
        }

        @Override
        public Lookup<InetAddress> addresses(String host) {
            return addresses.lookup();
        }

        @Override
        public Lookup<String> txt(String name) {
            return new Lookup.NoData<>(TTL);
        }

        @Override
        public Lookup<String> ptr(InetAddress address) {
            return new Lookup.NoData<>(TTL);
        }

        @Override
        public Assured<InetAddress> assuredAddresses(String host) {
            return addresses;
        }

        @Override
        public Assured<TlsaRecord> tlsa(String name) {
            return records.getOrDefault(name, new Assured<>(new Lookup.NoSuchName<>(TTL), Status.SECURE, name));
        }
    }

    private Found find() {
        return DaneLookup.of("example.org", "mx.example.org", 25, new Dns());
    }

    @Test
    void findsTheRecordsOfTheHostAndPort() {
        tlsa("_25._tcp.mx.example.org", Status.SECURE, USABLE);
        assertThat(find()).isInstanceOfSatisfying(Found.Records.class, found -> {
            assertThat(found.records()).hasSize(1);
            assertThat(found.names()).containsExactlyInAnyOrder("example.org", "mx.example.org");
        });
    }

    @Test
    void recordsCountOnlyWhereTheyAreSigned() {
        tlsa("_25._tcp.mx.example.org", Status.INSECURE, USABLE);
        assertThat(find()).isEqualTo(new Found.Nothing());
    }

    @Test
    void whereTheAddressesAreNotSignedNobodyAsksForRecords() { // RFC 7672 §2.2.2
        tlsa("_25._tcp.mx.example.org", Status.SECURE, USABLE);
        addresses = Assured.insecure(addresses.lookup(), "mx.example.org");
        assertThat(find()).isEqualTo(new Found.Nothing());
    }

    @Test
    void anAliasIsLookedUpUnderBothNames() { // RFC 7672 §2.2.3
        addresses = secure("real.example.net");
        assertThat(find()).isEqualTo(new Found.Nothing());
        tlsa("_25._tcp.mx.example.org", Status.SECURE, USABLE);
        assertThat(find()).isInstanceOf(Found.Records.class);
        tlsa("_25._tcp.real.example.net", Status.SECURE, UNUSABLE);
        assertThat(find()).as("the name it stands for comes first").isEqualTo(new Found.NoneUsable());
        tlsa("_25._tcp.real.example.net", Status.SECURE, USABLE);
        assertThat(find())
                .isInstanceOfSatisfying(
                        Found.Records.class, found -> assertThat(found.names()).contains("real.example.net"));
    }

    @Test
    void aFailureIsNotTheAbsenceOfRecords() { // RFC 7672 §2.1.2
        records.put(
                "_25._tcp.mx.example.org",
                Assured.insecure(new Lookup.Failed<>("it answers SERVFAIL"), "_25._tcp.mx.example.org"));
        assertThat(find())
                .isEqualTo(new Found.Unknown("the TLSA records of mx.example.org: it answers SERVFAIL", false));
        addresses = new Assured<>(new Lookup.Failed<>("expired"), Status.BOGUS, "mx.example.org");
        assertThat(find()).isEqualTo(new Found.Unknown("the addresses of mx.example.org: expired", true));
    }
}
