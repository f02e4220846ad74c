package org.maillon.app.wiring;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.maillon.app.config.Config;
import org.maillon.app.config.LoadedConfig;
import org.maillon.deliver.tls.HttpsPolicyHost;
import org.maillon.deliver.tls.StsPolicies;
import org.maillon.deliver.tls.TlsPolicies;
import org.maillon.deliver.tls.TlsSettings;
import org.maillon.dns.DnsSettings;
import org.maillon.dns.Resolver;
import org.maillon.kernel.net.Dialer;
import org.maillon.route.TlsMode;
import org.maillon.store.Store;
import org.maillon.trust.WebPki;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.trust.tlsrpt.TlsResults;
import org.maillon.wire.address.Address;

/** How safe mail goes out: settings, DANE and MTA-STS joined to policies. */
final class OutboundTls {
    private final TlsSettings settings;
    private final StsPolicies sts;
    private final TlsPolicies policies;

    /** What it stands on. */
    record Ground(Store store, Resolver resolver, Dialer dialer, InstantSource clock, InstantSource steady) {}

    /**
     * @param routes what the route that decides for an address asks of TLS
     * @param results hears of each session
     * @throws IllegalArgumentException with a sentence that says which setting makes no sense
     */
    OutboundTls(LoadedConfig loaded, Ground ground, Function<Address, TlsMode> routes, TlsResults results) {
        Config config = loaded.config();
        this.settings = config.deliveryTls();
        Authorities authorities = new Authorities(files(loaded));
        HttpsPolicyHost host = new HttpsPolicyHost(
                ground.resolver(),
                ground.dialer(),
                authorities,
                new HttpsPolicyHost.Clocks(ground.clock(), ground.steady()),
                new HttpsPolicyHost.Bounds(settings));
        this.sts = new StsPolicies(
                ground.store(), new StsPolicies.Source(ground.resolver(), host, results), ground.clock(), settings);
        boolean dane = settings.dane() && config.dns().dnssec() != DnsSettings.Dnssec.OFF;
        this.policies = new TlsPolicies(
                config.tlsPolicy(),
                new TlsPolicies.Sources(
                        routes, dane ? Optional.of(ground.resolver()) : Optional.empty(), this::policyOf),
                authorities,
                ground.clock(),
                results);
    }

    private static List<Path> files(LoadedConfig loaded) {
        return loaded.config().deliveryTls().authorities().stream()
                .map(file -> loaded.resolve(file))
                .toList();
    }

    private Optional<StsPolicy> policyOf(String domain) {
        return settings.mtaSts() ? sts.of(domain) : Optional.empty();
    }

    TlsPolicies policies() {
        return policies;
    }

    /** About once a minute; may wait for a policy host. */
    void sweep() {
        if (settings.mtaSts()) {
            sts.sweep();
        }
    }

    /** Read when the first certificate is to be judged: the list takes a tenth of a second. */
    private static final class Authorities implements Supplier<WebPki> {
        private final List<Path> files;
        private volatile Optional<WebPki> read = Optional.empty();

        Authorities(List<Path> files) {
            this.files = files;
        }

        @Override
        public WebPki get() {
            if (read.isEmpty()) {
                read = Optional.of(WebPki.withMore(files)); // twice at worst
            }
            return read.get();
        }
    }
}
