package org.maillon.deliver.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.Dialer;
import org.maillon.kernel.net.TlsClient;
import org.maillon.kernel.net.TlsSession;
import org.maillon.trust.WebPki;
import org.maillon.trust.WebPki.Verdict;
import org.maillon.trust.mtasts.PolicyHost;

/**
 * Fetches a policy file over HTTPS (RFC 8461 §3.3): one GET on a connection of its own, by our own resolver and sockets,
 * within one bound in time and one in size for all of it. No redirect is followed, no cookie kept, nothing cached.
 */
public final class HttpsPolicyHost implements PolicyHost {
    private static final int ADDRESSES = 3;

    private final Resolver resolver;
    private final Dialer dialer;
    private final Supplier<WebPki> authorities;
    private final Clocks clocks;
    private final Bounds bounds;

    /**
     * @param timeOfDay by which certificates hold
     * @param steady by which we wait
     */
    public record Clocks(InstantSource timeOfDay, InstantSource steady) {}

    /** @param port 443, but in tests */
    public record Bounds(int port, Duration whole, int octets) {
        public Bounds(TlsSettings settings) {
            this(443, settings.policyWait(), (int) settings.policySize().octets());
        }
    }

    public HttpsPolicyHost(
            Resolver resolver, Dialer dialer, Supplier<WebPki> authorities, Clocks clocks, Bounds bounds) {
        this.resolver = resolver;
        this.dialer = dialer;
        this.authorities = authorities;
        this.clocks = clocks;
        this.bounds = bounds;
    }

    @Override
    public Fetched fetch(String domain) {
        String host = "mta-sts." + domain;
        return switch (resolver.addresses(host)) {
            case Lookup.Found<InetAddress>(List<InetAddress> addresses, var _) -> fetch(host, addresses);
            case Lookup.NoData<InetAddress> _, Lookup.NoSuchName<InetAddress> _ ->
                new Fetched.NotServed(host + " has no address");
            case Lookup.Failed<InetAddress>(String why) -> new Fetched.NotServed(host + ": " + why);
        };
    }

    private Fetched fetch(String host, List<InetAddress> addresses) {
        Instant until = clocks.steady().instant().plus(bounds.whole());
        Fetched last = new Fetched.NotServed(host + " has no address");
        for (InetAddress address : addresses.subList(0, Math.min(ADDRESSES, addresses.size()))) {
            last = fetch(host, new InetSocketAddress(address, bounds.port()), until);
            if (last instanceof Fetched.File || !left(until).isPositive()) {
                return last;
            }
        }
        return last;
    }

    private Fetched fetch(String host, InetSocketAddress address, Instant until) {
        try (Connection connection = dialer.open(address, left(until))) {
            TlsClient wanted = new TlsClient(Optional.of(host), TlsClient.Version.TLS_1_2, TlsClient.Ciphers.USUAL);
            TlsSession tls = connection.startTls(wanted, left(until));
            return switch (authorities
                    .get()
                    .judge(tls.chain(), List.of(host), clocks.timeOfDay().instant())) {
                case Verdict.Good() -> get(host, connection, until);
                case Verdict.OtherHost(String why) -> new Fetched.NotTrusted(host + ": " + why);
                case Verdict.Expired(String why) -> new Fetched.NotTrusted(host + ": " + why);
                case Verdict.NotTrusted(String why) -> new Fetched.NotTrusted(host + ": " + why);
            };
        } catch (SocketTimeoutException _) {
            return new Fetched.NotServed(host + " took too long");
        } catch (IOException e) {
            return new Fetched.NotServed(host + " cannot be asked: " + e.getMessage());
        }
    }

    private Fetched get(String host, Connection connection, Instant until) throws IOException {
        byte[] request = ("GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: " + host
                        + "\r\nUser-Agent: Maillon\r\nAccept: text/plain\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        connection.write(request, 0, request.length, left(until));
        HttpAnswer answer = new HttpAnswer(bounds.octets());
        byte[] block = new byte[4096];
        while (!answer.isOver()) {
            int length = connection.read(block, left(until));
            if (length < 0) {
                answer.end();
            } else {
                answer.feed(block, length);
            }
        }
        return answer.result(host);
    }

    private Duration left(Instant until) {
        return Duration.between(clocks.steady().instant(), until);
    }
}
