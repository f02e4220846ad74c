package org.maillon.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.maillon.dns.Assured.Status;
import org.maillon.dns.Exchange.NoAnswerException;
import org.maillon.dns.Exchange.Signatures;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.net.Datagrams;
import org.maillon.kernel.net.Dialer;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks recursive DNS servers, within one bound in time for all that a question takes. */
public final class DnsResolver implements Resolver {
    private static final InetAddress LOOPBACK_4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress LOOPBACK_6 = InetAddress.ofLiteral("::1");
    private static final Duration LOCALHOST_TTL = Duration.ofDays(1);

    private final RecursiveServers servers;
    private final InstantSource clock;
    private final DnsSettings settings;
    private final Optional<Validation> validation;

    /**
     * @param entropy makes the ids of questions: a {@link java.security.SecureRandom} outside tests (RFC 5452 §9.2)
     * @throws IllegalArgumentException where {@code settings} names something that is no server
     */
    public DnsResolver(
            Datagrams datagrams, Dialer dialer, InstantSource clock, RandomGenerator entropy, DnsSettings settings) {
        this(
                new RecursiveServers(new Exchange(datagrams, dialer, clock, entropy), clock, settings),
                clock,
                clock,
                settings);
    }

    private DnsResolver(RecursiveServers servers, InstantSource clock, InstantSource timeOfDay, DnsSettings settings) {
        this.servers = servers;
        this.clock = clock;
        this.settings = settings;
        this.validation = settings.dnssec() == DnsSettings.Dnssec.VALIDATE
                ? Optional.of(new Validation(servers, timeOfDay, settings))
                : Optional.empty();
    }

    /** The same, for a clock that is never set: signatures hold by the time of day. */
    public DnsResolver withTimeOfDay(InstantSource timeOfDay) {
        return new DnsResolver(servers, clock, timeOfDay, settings);
    }

    /** @throws IllegalArgumentException with a sentence, where the settings name something that is no trust anchor */
    public static void checkTrustAnchors(DnsSettings settings) {
        Validation.check(settings);
    }

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return assuredMx(domain).lookup();
    }

    @Override
    public Assured<MxRecord> assuredMx(String domain) {
        return lookUp(domain, Type.MX, DnsResolver::mxRecords);
    }

    @Override
    public Assured<TlsaRecord> tlsa(String name) {
        return lookUp(name, Type.TLSA, records -> of(TLSARecord.class, records).map(DnsResolver::tlsa));
    }

    private static TlsaRecord tlsa(TLSARecord record) {
        return new TlsaRecord(
                record.getCertificateUsage(),
                record.getSelector(),
                record.getMatchingType(),
                Bytes.wrap(record.getCertificateAssociationData().clone()));
    }

    /** Of too many records the most preferred stay. */
    private static Stream<MxRecord> mxRecords(Stream<Record> records) {
        return of(MXRecord.class, records)
                .map(mx -> new MxRecord(mx.getPriority(), text(mx.getTarget())))
                .distinct()
                .sorted(Comparator.comparingInt(MxRecord::preference));
    }

    @Override
    public Lookup<InetAddress> addresses(String host) {
        return assuredAddresses(host).lookup();
    }

    @Override
    public Assured<InetAddress> assuredAddresses(String host) {
        if (isLocalhost(host)) {
            return Assured.insecure(new Lookup.Found<>(List.of(LOOPBACK_6, LOOPBACK_4), LOCALHOST_TTL), host);
        }
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Assured<InetAddress>> four = both.submit(() -> ipv4Of(host));
            return AddressPair.join(ipv6Of(host), finished(four, host));
        }
    }

    @Override
    public Lookup<InetAddress> a(String host) {
        return isLocalhost(host)
                ? new Lookup.Found<>(List.of(LOOPBACK_4), LOCALHOST_TTL)
                : ipv4Of(host).lookup();
    }

    @Override
    public Lookup<InetAddress> aaaa(String host) {
        return isLocalhost(host)
                ? new Lookup.Found<>(List.of(LOOPBACK_6), LOCALHOST_TTL)
                : ipv6Of(host).lookup();
    }

    private Assured<InetAddress> ipv4Of(String host) {
        return lookUp(host, Type.A, records -> of(ARecord.class, records).map(ARecord::getAddress));
    }

    private Assured<InetAddress> ipv6Of(String host) {
        return lookUp(host, Type.AAAA, DnsResolver::ipv6);
    }

    /** RFC 6761 §6.3: never asked of a server, which might say something else. */
    private static boolean isLocalhost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    /** Java turns ::ffff:192.0.2.1 into an IPv4 address, which no AAAA is for. */
    private static Stream<InetAddress> ipv6(Stream<Record> records) {
        return of(AAAARecord.class, records).map(AAAARecord::getAddress).filter(Inet6Address.class::isInstance);
    }

    private static <R extends Record> Stream<R> of(Class<R> type, Stream<Record> records) {
        return records.filter(type::isInstance).map(type::cast);
    }

    private static Assured<InetAddress> finished(Future<Assured<InetAddress>> future, String host) {
        try {
            return future.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Assured.insecure(new Lookup.Failed<>("the question was interrupted"), host);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public Lookup<String> txt(String name) {
        return lookUp(name, Type.TXT, records -> of(TXTRecord.class, records).map(DnsResolver::joined))
                .lookup();
    }

    @Override
    public Lookup<String> records(String name, String type) {
        int wanted = Type.value(type);
        return lookUp(
                        name,
                        wanted,
                        records -> records.filter(record -> record.getType() == wanted)
                                .map(Record::rdataToString))
                .lookup();
    }

    private static String joined(TXTRecord txt) {
        ByteWriter octets = new ByteWriter();
        txt.getStringsAsByteArrays().forEach(octets::raw);
        return new String(octets.toBytes().shared(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        return lookUp(
                        DnsName.reverse(address),
                        Type.PTR,
                        records -> of(PTRRecord.class, records).map(ptr -> text(ptr.getTarget())))
                .lookup();
    }

    /** Lower case, no trailing dot; the root is the empty name. */
    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
    }

    private <T> Assured<T> lookUp(String text, int type, Function<Stream<Record>, Stream<T>> reader) {
        Optional<Name> name = name(text);
        if (name.isEmpty()) {
            return Assured.insecure(new Lookup.NoSuchName<>(settings.maxNegativeTtl()), text); // no zone can hold it
        }
        Said said = chase(name.get(), type);
        return switch (said.answer()) {
            case Answer.Records(List<Record> records, Duration ttl) -> {
                List<T> read = reader.apply(records.stream())
                        .limit(settings.maxRecords())
                        .toList();
                Lookup<T> lookup = read.isEmpty() ? new Lookup.NoData<>(ttl) : new Lookup.Found<>(read, ttl);
                yield new Assured<>(
                        lookup, said.status(), text(records.getFirst().getName()));
            }
            case Answer.Alias(Name target, var _) ->
                Assured.insecure(
                        new Lookup.Failed<>(
                                "more than " + settings.maxCnames() + " CNAMEs, the last one to " + text(target)),
                        text);
            case Answer.NoData(Duration ttl) -> said.without(new Lookup.NoData<>(ttl), text);
            case Answer.NoSuchName(Duration ttl) -> said.without(new Lookup.NoSuchName<>(ttl), text);
            case Answer.Unusable(String why) -> said.without(new Lookup.Failed<>(why), text);
        };
    }

    /** The name as it is written, or none: {@code \} and {@code @}, which mean something in a zone file, mean nothing here. */
    private static Optional<Name> name(String text) {
        String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (!DnsName.isOne(plain)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.fromString(plain + "."));
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }

    private record Said(Answer answer, Status status) {
        <T> Assured<T> without(Lookup<T> lookup, String name) {
            return new Assured<>(lookup, status, Assured.plain(name));
        }

        /** What follows a CNAME is as good as the CNAME at most. */
        Said behind(Status before) {
            return before == Status.SECURE || status == Status.BOGUS ? this : new Said(answer, before);
        }
    }

    /** Follows CNAMEs that the answer itself does not follow. */
    private Said chase(Name asked, int type) {
        Instant until = clock.instant().plus(settings.totalTimeout());
        Name name = asked;
        int left = settings.maxCnames();
        Duration shortest = settings.maxTtl();
        Status before = Status.SECURE;
        while (true) {
            Said said =
                    ask(Record.newRecord(name, type, DClass.IN), until, left).behind(before);
            if (!(said.answer() instanceof Answer.Alias(Name target, CnameChain chain))) {
                return new Said(said.answer().noLongerThan(shortest), said.status());
            }
            left -= chain.length();
            shortest = chain.ttl().compareTo(shortest) < 0 ? chain.ttl() : shortest;
            before = said.status();
            name = target;
            if (left < 0) {
                return said;
            }
        }
    }

    private Said ask(Record question, Instant until, int cnamesLeft) {
        try {
            if (validation.isPresent()) {
                return checked(validation.get().ask(question, until), question, cnamesLeft);
            }
            boolean asksForAd = settings.dnssec() == DnsSettings.Dnssec.TRUST_AD;
            return servers.ask(
                    question,
                    until,
                    asksForAd ? Signatures.CHECKED_THERE : Signatures.NOBODY,
                    (message, neighbour) -> said(message, question, cnamesLeft, asksForAd && neighbour));
        } catch (NoAnswerException e) {
            return new Said(new Answer.Unusable(String.valueOf(e.getMessage())), Status.INSECURE);
        }
    }

    private static Said said(Message message, Record question, int cnamesLeft, boolean believed)
            throws NoAnswerException {
        Answer answer = Answer.read(message, question, cnamesLeft);
        if (answer instanceof Answer.Unusable(String why)) {
            throw new NoAnswerException(why);
        }
        boolean secure = believed && message.getHeader().getFlag(Flags.AD);
        return new Said(answer, secure ? Status.SECURE : Status.INSECURE);
    }

    private static Said checked(Validation.Checked checked, Record question, int cnamesLeft) {
        return switch (checked.status()) {
            case SECURE, INSECURE -> new Said(Answer.read(checked.answer(), question, cnamesLeft), checked.status());
            case BOGUS -> new Said(new Answer.Unusable("its signatures do not hold: " + checked.why()), Status.BOGUS);
        };
    }
}
