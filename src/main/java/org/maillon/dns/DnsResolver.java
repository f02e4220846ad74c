package org.maillon.dns;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.net.Datagrams;
import org.maillon.kernel.net.Dialer;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks recursive DNS servers, one after the other, within one bound in time for all of it. The server that answered last
 * is asked first, so that a dead one costs its timeout once, not at each question.
 */
public final class DnsResolver implements Resolver {
    private static final InetAddress LOOPBACK_4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress LOOPBACK_6 = InetAddress.ofLiteral("::1");
    private static final Duration LOCALHOST_TTL = Duration.ofDays(1);

    private final List<InetSocketAddress> servers;
    private final Exchange exchange;
    private final InstantSource clock;
    private final DnsSettings settings;
    private final Semaphore turns;
    private final AtomicInteger preferred = new AtomicInteger();

    /**
     * @param entropy makes the ids of questions: a {@link java.security.SecureRandom} outside tests (RFC 5452 §9.2)
     * @throws IllegalArgumentException where {@code settings} names something that is no server
     */
    public DnsResolver(
            Datagrams datagrams, Dialer dialer, InstantSource clock, RandomGenerator entropy, DnsSettings settings) {
        this.servers = DnsServers.of(settings);
        this.exchange = new Exchange(datagrams, dialer, clock, entropy);
        this.clock = clock;
        this.settings = settings;
        this.turns = new Semaphore(settings.questionsAtOnce(), true);
    }

    @Override
    public Lookup<MxRecord> mx(String domain) {
        return lookUp(domain, Type.MX, DnsResolver::mxRecords);
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
        if (isLocalhost(host)) {
            return new Lookup.Found<>(List.of(LOOPBACK_6, LOOPBACK_4), LOCALHOST_TTL);
        }
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Lookup<InetAddress>> four = both.submit(() -> a(host));
            return AddressPair.join(aaaa(host), finished(four));
        }
    }

    @Override
    public Lookup<InetAddress> a(String host) {
        return isLocalhost(host)
                ? new Lookup.Found<>(List.of(LOOPBACK_4), LOCALHOST_TTL)
                : lookUp(host, Type.A, records -> of(ARecord.class, records).map(ARecord::getAddress));
    }

    @Override
    public Lookup<InetAddress> aaaa(String host) {
        return isLocalhost(host)
                ? new Lookup.Found<>(List.of(LOOPBACK_6), LOCALHOST_TTL)
                : lookUp(host, Type.AAAA, DnsResolver::ipv6);
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

    private static Lookup<InetAddress> finished(Future<Lookup<InetAddress>> future) {
        try {
            return future.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Lookup.Failed<>("the question was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public Lookup<String> txt(String name) {
        return lookUp(name, Type.TXT, records -> of(TXTRecord.class, records).map(DnsResolver::joined));
    }

    private static String joined(TXTRecord txt) {
        ByteWriter octets = new ByteWriter();
        txt.getStringsAsByteArrays().forEach(octets::raw);
        return new String(octets.toBytes().shared(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public Lookup<String> ptr(InetAddress address) {
        return lookUp(
                ReverseMap.fromAddress(address).toString(),
                Type.PTR,
                records -> of(PTRRecord.class, records).map(ptr -> text(ptr.getTarget())));
    }

    /** Lower case, no trailing dot; the root is the empty name. */
    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
    }

    private <T> Lookup<T> lookUp(String text, int type, Function<Stream<Record>, Stream<T>> reader) {
        Name name;
        try {
            name = Name.fromString(text, Name.root);
        } catch (TextParseException _) {
            return new Lookup.NoSuchName<>(settings.maxNegativeTtl()); // no zone can hold it
        }
        return switch (chase(name, type)) {
            case Answer.Records(List<Record> records, Duration ttl) -> {
                List<T> read = reader.apply(records.stream())
                        .limit(settings.maxRecords())
                        .toList();
                yield read.isEmpty() ? new Lookup.NoData<>(ttl) : new Lookup.Found<>(read, ttl);
            }
            case Answer.Alias(Name target, var _) ->
                new Lookup.Failed<>("more than " + settings.maxCnames() + " CNAMEs, the last one to " + text(target));
            case Answer.NoData(Duration ttl) -> new Lookup.NoData<>(ttl);
            case Answer.NoSuchName(Duration ttl) -> new Lookup.NoSuchName<>(ttl);
            case Answer.Unusable(String why) -> new Lookup.Failed<>(why);
        };
    }

    /** Follows CNAMEs that the answer itself does not follow. */
    private Answer chase(Name asked, int type) {
        Instant until = clock.instant().plus(settings.totalTimeout());
        Name name = asked;
        int left = settings.maxCnames();
        Duration shortest = settings.maxTtl();
        while (true) {
            Answer answer = askInTurn(Record.newRecord(name, type, DClass.IN), until, left);
            if (!(answer instanceof Answer.Alias(Name target, CnameChain chain))) {
                return answer.noLongerThan(shortest);
            }
            left -= chain.length();
            shortest = chain.ttl().compareTo(shortest) < 0 ? chain.ttl() : shortest;
            name = target;
            if (left < 0) {
                return answer;
            }
        }
    }

    private Answer askInTurn(Record question, Instant until, int cnamesLeft) {
        try {
            if (!turns.tryAcquire(left(until).toMillis(), TimeUnit.MILLISECONDS)) {
                return new Answer.Unusable("too many questions are on their way already");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unusable("the question was interrupted");
        }
        try {
            return askServers(question, until, cnamesLeft);
        } finally {
            turns.release();
        }
    }

    private Answer askServers(Record question, Instant until, int cnamesLeft) {
        String why = "no DNS server is known: name one in the settings";
        int first = preferred.get();
        for (int i = 0; i < settings.attempts() * servers.size(); i++) {
            int at = (first + i) % servers.size();
            Duration patience = left(until).compareTo(settings.timeout()) < 0 ? left(until) : settings.timeout();
            if (patience.isNegative() || patience.isZero()) {
                return new Answer.Unusable(why + "; no time is left to ask again");
            }
            switch (askServer(servers.get(at), question, patience, cnamesLeft)) {
                case Answer.Unusable(String what) -> why = words(servers.get(at)) + ": " + what;
                case Answer usable -> {
                    preferred.set(at);
                    return usable;
                }
            }
        }
        return new Answer.Unusable(why);
    }

    private Answer askServer(InetSocketAddress server, Record question, Duration patience, int cnamesLeft) {
        try {
            Message answer = exchange.ask(server, question, patience);
            return switch (answer.getRcode()) {
                case Rcode.NOERROR, Rcode.NXDOMAIN -> Answer.read(answer, question, cnamesLeft);
                default -> new Answer.Unusable("it answers " + Rcode.string(answer.getRcode()));
            };
        } catch (Exchange.NoAnswerException e) {
            return new Answer.Unusable(String.valueOf(e.getMessage()));
        } catch (PortUnreachableException _) {
            return new Answer.Unusable("nobody listens there");
        } catch (IOException e) {
            return new Answer.Unusable("it cannot be reached: " + e.getMessage());
        }
    }

    private Duration left(Instant until) {
        return Duration.between(clock.instant(), until);
    }

    private static String words(InetSocketAddress server) {
        return "DNS server " + server.getAddress().getHostAddress() + " port " + server.getPort();
    }
}
