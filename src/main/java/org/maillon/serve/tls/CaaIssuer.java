package org.maillon.serve.tls;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The authority that our certificates come from, as CAA records mean it.
 *
 * @param identities its names there; empty where it tells none, and then {@code why} has a sentence
 * @param account ours, where we have one yet
 * @param method how it finds out that a host is ours
 * @param hosts that it gives certificates for
 */
public record CaaIssuer(
        List<String> identities, Optional<String> account, String method, Set<String> hosts, Optional<String> why) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String LETS_ENCRYPT = "letsencrypt.org";

    public CaaIssuer {
        identities = List.copyOf(identities);
        hosts = Set.copyOf(hosts);
    }

    /**
     * What is remembered; where nothing is, the directory is asked, within ten seconds.
     *
     * @return empty where no certificate is fetched
     */
    public static Optional<CaaIssuer> of(AcmeSettings settings, Certificates.Places places) {
        if (!settings.isOn()) {
            return Optional.empty();
        }
        Set<String> hosts = Acme.hosts(settings, places.names());
        String method = settings.challenge().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Optional<KnownAuthority> known =
                KnownAuthority.of(places.kept()).filter(one -> one.directory().equals(settings.directory()));
        Optional<String> account = known.map(KnownAuthority::account).filter(text -> !text.isEmpty());
        if (isLetsEncrypt(settings.directory())) {
            return Optional.of(new CaaIssuer(List.of(LETS_ENCRYPT), account, method, hosts, Optional.empty()));
        } else if (known.isPresent()) {
            return Optional.of(told(known.get().identities(), account, method, hosts));
        }
        try {
            AcmeAuthority authority = new AcmeAuthority(settings, places.folder(), places.kept());
            KnownAuthority asked = new KnownAuthority(settings.directory(), "", authority.caaIdentities(PATIENCE));
            return Optional.of(told(asked.identities(), account, method, hosts));
        } catch (AcmeException | BadCertificateException | RuntimeException e) {
            String why = settings.directory() + " cannot be asked for its name in CAA records: " + e.getMessage();
            return Optional.of(new CaaIssuer(List.of(), account, method, hosts, Optional.of(why)));
        }
    }

    private static CaaIssuer told(List<String> identities, Optional<String> account, String method, Set<String> hosts) {
        Optional<String> why = identities.isEmpty()
                ? Optional.of("the authority tells no name of its own for CAA records")
                : Optional.empty();
        return new CaaIssuer(identities, account, method, hosts, why);
    }

    private static boolean isLetsEncrypt(String directory) {
        try {
            String host = URI.create(directory).getHost();
            return host != null && (host.equals(LETS_ENCRYPT) || host.endsWith("." + LETS_ENCRYPT));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
