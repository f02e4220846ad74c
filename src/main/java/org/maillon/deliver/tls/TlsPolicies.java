package org.maillon.deliver.tls;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.maillon.deliver.tls.Demand.Proof;
import org.maillon.dns.Assured;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.kernel.Settings;
import org.maillon.route.Hop;
import org.maillon.route.Route;
import org.maillon.route.TlsMode;
import org.maillon.trust.WebPki;
import org.maillon.trust.dane.DaneLookup;
import org.maillon.trust.dane.DaneLookup.Found;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.trust.tlsrpt.TlsResult.Kind;
import org.maillon.trust.tlsrpt.TlsResult.Policy;
import org.maillon.trust.tlsrpt.TlsResults;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.Reply;

/**
 * How safe the way must be: by the route's own word, else by {@code [[tls-policy]]}, else by what the destination
 * publishes. DANE that is there decides alone; only where there is none is MTA-STS asked (RFC 8461 §2).
 */
public final class TlsPolicies {
    private static final TlsPolicySetting USUAL = Settings.defaults(TlsPolicySetting.class);
    private static final Proof NOBODYS = new Proof.Nobodys();

    private final Map<String, TlsPolicySetting> settings = new HashMap<>();
    private final Function<Address, TlsMode> routes;
    private final Optional<Resolver> dane;
    private final Function<String, Optional<StsPolicy>> sts;
    private final Terms.Judges judges;

    /**
     * @param routes what the route that decides for an address says; {@link TlsMode#AUTO} where it says nothing
     * @param dane by which TLSA records are found; empty: they do not count
     * @param sts the policy that holds for a domain
     */
    public record Sources(
            Function<Address, TlsMode> routes, Optional<Resolver> dane, Function<String, Optional<StsPolicy>> sts) {}

    /** @throws IllegalArgumentException with a sentence that says which setting makes no sense */
    public TlsPolicies(
            List<TlsPolicySetting> settings,
            Sources sources,
            Supplier<WebPki> authorities,
            InstantSource clock,
            TlsResults results) {
        this.routes = sources.routes();
        this.dane = sources.dane();
        this.sts = sources.sts();
        this.judges = new Terms.Judges(authorities, clock, results);
        for (TlsPolicySetting setting : settings) {
            if (this.settings.putIfAbsent(pattern(setting.domain()), setting) != null) {
                throw new IllegalArgumentException("There are two policies for '" + setting.domain() + "'; keep one.");
            }
        }
    }

    /** TLS where it can be had, and nobody is asked what else there may be. */
    public static TlsPolicies opportunistic(InstantSource clock) {
        Sources nothing = new Sources(_ -> TlsMode.OPPORTUNISTIC, Optional.empty(), _ -> Optional.empty());
        return new TlsPolicies(List.of(), nothing, () -> WebPki.of(List.of()), clock, TlsResults.NONE);
    }

    /** @throws IllegalArgumentException as the constructor does */
    public static void check(List<TlsPolicySetting> settings) {
        Sources nothing = new Sources(_ -> TlsMode.AUTO, Optional.empty(), _ -> Optional.empty());
        var _ = new TlsPolicies(settings, nothing, () -> WebPki.of(List.of()), () -> Instant.EPOCH, TlsResults.NONE);
    }

    private static String pattern(String text) {
        if (text.equals("*")) {
            return text;
        }
        String name = text.startsWith("*.") ? text.substring(2) : text;
        return Addresses.domain(name)
                .asOptional()
                .filter(Domain.Name.class::isInstance)
                .map(domain -> (text.startsWith("*.") ? "*." : "") + domain)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no domain of a policy; write example.org, *.example.org or *"));
    }

    /** Equal for recipients whose mail may share a session to the same server. Asks nobody. */
    public String configured(Address recipient) {
        TlsPolicySetting setting = setting(recipient.domain());
        TlsMode route = routes.apply(recipient);
        return route + " " + (setting.equals(USUAL) ? "" : setting.domain());
    }

    /** The same, where the destination's own policy counts too: may ask DNS and its policy host. */
    public String published(Address recipient) {
        String configured = configured(recipient);
        return mode(recipient) == TlsMode.AUTO && recipient.domain() instanceof Domain.Name(String name)
                ? configured
                        + sts.apply(name).map(policy -> " " + policy.lines()).orElse("")
                : configured;
    }

    private TlsMode mode(Address recipient) {
        TlsMode route = routes.apply(recipient);
        return route == TlsMode.AUTO ? setting(recipient.domain()).mode() : route;
    }

    private TlsPolicySetting setting(Domain domain) {
        String name = domain.toString();
        TlsPolicySetting own = settings.get(name);
        for (int dot = name.indexOf('.'); own == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            own = settings.get("*" + name.substring(dot));
        }
        return own == null ? settings.getOrDefault("*", USUAL) : own;
    }

    /**
     * For mail to one recipient, and those whose mail may go along.
     *
     * @param byMx whether DNS named the servers
     */
    public Destination destination(Address recipient, boolean byMx, TlsWish wish) {
        return new Destination(recipient, byMx, wish);
    }

    /** One message's way to one domain. What DNS and the policy host say is asked when the first server's turn comes. */
    public final class Destination {
        private final TlsPolicySetting setting;
        private final TlsMode mode;
        private final boolean byMx;
        private final TlsWish wish;
        private final String domain;
        private Optional<Assured<MxRecord>> mx = Optional.empty();

        private Destination(Address recipient, boolean byMx, TlsWish wish) {
            this.setting = setting(recipient.domain());
            this.mode = mode(recipient);
            this.byMx = byMx;
            this.wish = wish;
            this.domain = recipient.domain() instanceof Domain.Name(String name) ? name : "";
        }

        /** What holds for one of its servers. May ask DNS and the domain's policy host. */
        public Ruling of(Hop hop) {
            Demand base = new Demand(Demand.Level.WISHED, NOBODYS, setting.least(), setting.ciphers());
            return switch (mode) {
                case NONE -> go(new Demand(Demand.Level.NONE, NOBODYS, base.least(), base.ciphers()), Policy.NONE, hop);
                case OPPORTUNISTIC -> go(base, Policy.NONE, hop);
                case ENCRYPT -> go(base.required(), Policy.NONE, hop);
                case VERIFY -> go(base.required().proven(named(hop)), Policy.NONE, hop);
                case DANE -> onlyDane(base, hop);
                case AUTO -> wish == TlsWish.WAIVED ? go(base, Policy.NONE, hop) : published(base, hop);
            };
        }

        private Proof named(Hop hop) {
            Set<String> names = setting.names().isEmpty() ? Set.of(hop.host()) : new HashSet<>(setting.names());
            return new Proof.ByAuthority(names, "an authority");
        }

        private Ruling onlyDane(Demand base, Hop hop) {
            return switch (records(hop)) {
                case Found.Records records ->
                    go(base.required().proven(new Proof.ByDane(records)), tlsa(records, hop), hop);
                case Found.NoneUsable(), Found.Nothing() -> {
                    String why = "has no TLSA records that are signed and of use, and its policy is dane";
                    yield stop(TlsReplies.daneMissing(), Kind.DANE_REQUIRED, why, hop);
                }
                case Found.Unknown(String why, boolean forged) -> unknown(why, forged, hop);
            };
        }

        private Ruling unknown(String why, boolean forged, Hop hop) {
            Kind kind = forged ? Kind.DNSSEC_INVALID : Kind.TLSA_INVALID;
            return stop(TlsReplies.daneUnknown(), kind, "was not called, for it may have TLSA records: " + why, hop);
        }

        /** RFC 8461 §2: DANE first, and where it says something, alone. */
        private Ruling published(Demand base, Hop hop) {
            return switch (records(hop)) {
                case Found.Records records ->
                    go(base.required().proven(new Proof.ByDane(records)), tlsa(records, hop), hop);
                case Found.NoneUsable() -> go(base.required(), Policy.NONE, hop);
                case Found.Unknown(String why, boolean forged) -> unknown(why, forged, hop);
                case Found.Nothing() ->
                    byMx
                            ? sts.apply(domain)
                                    .map(policy -> bySts(policy, base, hop))
                                    .orElseGet(() -> unasked(base, hop))
                            : unasked(base, hop);
            };
        }

        private Policy tlsa(Found.Records records, Hop hop) {
            return new Policy(
                    TlsResult.Type.TLSA,
                    records.records().stream().map(Object::toString).toList(),
                    List.of(hop.host()));
        }

        private Ruling bySts(StsPolicy policy, Demand base, Hop hop) {
            if (policy.mode() == StsPolicy.Mode.NONE) {
                return unasked(base, hop);
            }
            Policy reported = new Policy(TlsResult.Type.STS, policy.lines(), policy.hosts());
            boolean enforced = policy.mode() == StsPolicy.Mode.ENFORCE || wish == TlsWish.REQUIRED;
            if (policy.admits(hop.host())) {
                Demand proven = base.proven(new Proof.ByAuthority(Set.of(hop.host()), "MTA-STS"));
                return go(enforced ? proven.required() : proven, reported, hop);
            }
            String why = "is none of the servers that the MTA-STS policy of " + domain + " names";
            terms(base, reported, hop).failed(Kind.VALIDATION_FAILURE, why);
            return enforced ? new Ruling.Stop(TlsReplies.notInPolicy(), why) : go(base, reported, hop);
        }

        /** The destination says nothing. A sender who insists gets an authority's word, where DNS was signed (RFC 8689 §4.2.1). */
        private Ruling unasked(Demand base, Hop hop) {
            boolean sure = !byMx || dane.isPresent() && servers(dane.get()).isSecure();
            return go(wish == TlsWish.REQUIRED && sure ? base.required().proven(named(hop)) : base, Policy.NONE, hop);
        }

        private Found records(Hop hop) {
            boolean noDomain = byMx && domain.isEmpty();
            if (noDomain || dane.isEmpty() || hop.protocol() == Route.Protocol.LMTP || !isName(hop.host())) {
                return new Found.Nothing();
            }
            Resolver resolver = dane.get();
            if (!byMx) {
                return DaneLookup.of(hop.host(), hop.host(), hop.address().getPort(), resolver);
            }
            Assured<MxRecord> servers = servers(resolver);
            if (servers.lookup() instanceof Lookup.Failed<MxRecord>(String why)) {
                boolean forged = servers.status() == Assured.Status.BOGUS;
                return new Found.Unknown("the mail servers of " + domain + ": " + why, forged);
            }
            // RFC 7672 §2.2.1: who could have forged the host's name could give it records of his own
            return servers.isSecure()
                    ? DaneLookup.of(domain, hop.host(), hop.address().getPort(), resolver)
                    : new Found.Nothing();
        }

        private Assured<MxRecord> servers(Resolver resolver) {
            Assured<MxRecord> answer = mx.orElseGet(() -> resolver.assuredMx(domain));
            mx = Optional.of(answer);
            return answer;
        }

        private Ruling stop(Reply reply, Kind kind, String why, Hop hop) {
            terms(Demand.WISH, new Policy(TlsResult.Type.TLSA, List.of(), List.of(hop.host())), hop)
                    .failed(kind, why);
            return new Ruling.Stop(reply, why);
        }

        private Ruling go(Demand demand, Policy policy, Hop hop) {
            Demand whole = hop.protocol() == Route.Protocol.SMTPS ? demand.required() : demand;
            return wish == TlsWish.REQUIRED && !whole.isProven()
                    ? new Ruling.Stop(
                            TlsReplies.requireTls(), "cannot prove who it is, and the sender asks for REQUIRETLS")
                    : new Ruling.Go(terms(whole, policy, hop));
        }

        private Terms terms(Demand demand, Policy policy, Hop hop) {
            TlsResult.Server server =
                    new TlsResult.Server(hop.host(), hop.address().getAddress());
            Optional<InetAddress> from = hop.source();
            return new Terms(demand, new Terms.Subject(domain, policy, server, from), judges);
        }
    }

    /** An address in text has no TLSA records, and no authority vouches for one. */
    private static boolean isName(String host) {
        return Addresses.domain(host)
                        .asOptional()
                        .filter(Domain.Name.class::isInstance)
                        .isPresent()
                && host.chars().anyMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }
}
