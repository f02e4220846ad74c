package org.maillon.app.config;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.maillon.deliver.tls.TlsPolicies;
import org.maillon.deliver.tls.TlsPolicySetting;
import org.maillon.dns.DnsResolver;
import org.maillon.filter.FilterAddress;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.oidc.OidcSetting;
import org.maillon.hosting.oidc.OidcTokens;
import org.maillon.kernel.Network;
import org.maillon.route.RouteSetting;
import org.maillon.route.RouteTable;
import org.maillon.route.Sources;
import org.maillon.web.http.WebAddress;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;

/** Values of the right type that still make no sense: asked of the rooms that will read them. */
final class ConfigSense {
    private final Config config;
    private final BiConsumer<List<String>, String> problem;

    /** @param problem takes a place in the file and what is wrong there */
    ConfigSense(Config config, BiConsumer<List<String>, String> problem) {
        this.config = config;
        this.problem = problem;
    }

    void check() {
        hostName();
        if (config.main().data().isBlank()) {
            problem.accept(List.of("data"), "'data' names no folder; write one, such as data = \"data\"");
        }
        for (String address : config.main().publicAddresses()) {
            tried(List.of("public-addresses"), "'public-addresses': ", () -> InetAddress.ofLiteral(address));
        }
        for (String network : config.submit().relayFrom()) {
            tried(List.of("submit", "relay-from"), "'relay-from' in [submit]: ", () -> Network.parse(network));
        }
        if (!config.dns().servers().isEmpty()) {
            tried(List.of("dns", "servers"), "'servers' in [dns]: ", this::dnsServers);
        }
        tried(
                List.of("dns", "trust-anchors"),
                "'trust-anchors' in [dns]: ",
                () -> DnsResolver.checkTrustAnchors(config.dns()));
        tlsPolicies();
        if (!config.probe().sender().isEmpty()
                && Address.parse(config.probe().sender()) instanceof Parsed.Invalid<Address>(int _, String why)) {
            problem.accept(
                    List.of("probe", "sender"),
                    "'sender' in [probe]: '" + config.probe().sender() + "' is no address: " + why);
        }
        tried(
                List.of("log-in", "mechanisms"),
                "'mechanisms' in [log-in]: ",
                () -> LogIns.mechanisms(config.logIn(), false, false));
        if (config.acme().isOn() && !config.acme().directory().startsWith("https://")) {
            problem.accept(
                    List.of("acme", "directory"),
                    "'directory' in [acme]: '" + config.acme().directory() + "' is no address with https://");
        }
        issuers();
        routes();
        listeners();
        filters();
        sources();
        http();
    }

    private void http() {
        Map<String, List<String>> places =
                Map.of("plain", config.http().plain(), "tls", config.http().tls());
        places.forEach((key, texts) -> {
            for (String text : texts) {
                tried(List.of("http", key), "'" + key + "' in [http]: ", () -> WebAddress.parse(text));
            }
        });
        for (String network : config.http().trustedProxies()) {
            tried(List.of("http", "trusted-proxies"), "'trusted-proxies' in [http]: ", () -> Network.parse(network));
        }
    }

    /** The resolver reads its servers when it is made; this one never asks them. */
    private void dnsServers() {
        var _ = new DnsResolver(
                _ -> {
                    throw new IOException("not asked");
                },
                (_, _) -> {
                    throw new IOException("not asked");
                },
                InstantSource.system(),
                RandomGenerator.getDefault(),
                config.dns());
    }

    private void hostName() {
        String name = config.main().hostName();
        if (!name.isEmpty() && Addresses.domain(name) instanceof Parsed.Invalid<Domain>(int _, String why)) {
            problem.accept(List.of("host-name"), "'" + name + "' is no host name: " + why);
        }
    }

    private void routes() {
        List<RouteSetting> good = new ArrayList<>();
        for (int i = 0; i < config.route().size(); i++) {
            List<RouteSetting> withThis = new ArrayList<>(good);
            withThis.add(config.route().get(i));
            boolean fits = tried(
                    List.of("route", Integer.toString(i)),
                    "in [[route]]: ",
                    () -> new RouteTable(withThis, _ -> false));
            if (fits) {
                good = withThis;
            }
        }
    }

    private void tlsPolicies() {
        for (int i = 0; i < config.tlsPolicy().size(); i++) {
            List<TlsPolicySetting> upToThis = config.tlsPolicy().subList(0, i + 1);
            tried(List.of("tls-policy", Integer.toString(i)), "in [[tls-policy]]: ", () -> TlsPolicies.check(upToThis));
        }
    }

    private void issuers() {
        for (int i = 0; i < config.oidc().size(); i++) {
            OidcSetting issuer = config.oidc().get(i);
            tried(List.of("oidc", Integer.toString(i)), "in [[oidc]]: ", () -> OidcTokens.check(issuer));
        }
    }

    private void sources() {
        for (int i = 0; i < config.source().size(); i++) {
            SourceEntry entry = config.source().get(i);
            String place = Integer.toString(i);
            tried(
                    List.of("source", place, "address"),
                    "'address' in [[source]]: ",
                    () -> InetAddress.ofLiteral(entry.address()));
            if (Addresses.domain(entry.hello()) instanceof Parsed.Invalid<Domain>(int _, String why)) {
                problem.accept(List.of("source", place), "'" + entry.hello() + "' is no name for EHLO: " + why);
            }
        }
        for (int i = 0; i < config.site().size(); i++) {
            List<String> addresses = config.site().get(i).sourceAddress();
            tried(List.of("site", Integer.toString(i)), "in [[site]]: ", () -> Sources.parse(addresses));
        }
    }

    private void filters() {
        for (int i = 0; i < config.filter().size(); i++) {
            String address = config.filter().get(i).address();
            tried(
                    List.of("filter", Integer.toString(i), "address"),
                    "'address' in [[filter]]: ",
                    () -> FilterAddress.parse(address));
        }
    }

    private void listeners() {
        for (int i = 0; i < config.listener().size(); i++) {
            ListenerEntry entry = config.listener().get(i);
            if (!entry.address().isEmpty()) {
                tried(
                        List.of("listener", Integer.toString(i), "address"),
                        "'address' in [[listener]]: ",
                        () -> InetAddress.ofLiteral(entry.address()));
            }
        }
    }

    private boolean tried(List<String> place, String before, Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (IllegalArgumentException e) {
            problem.accept(place, before + e.getMessage());
            return false;
        }
    }
}
