package org.maillon.serve.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.maillon.dns.Reach;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a certificate for each of our hosts and renews it while a third of its life is left: one order a host, so that
 * one whose DNS is wrong keeps no other from its own. What fails is tried again after a while that doubles.
 */
public final class Acme {
    private static final Logger LOG = LoggerFactory.getLogger(Acme.class);
    private static final int JITTER_PERCENT = 3;

    private final AcmeSettings settings;
    private final Certificates certificates;
    private final AcmeAuthority authority;
    private final HostKeys keys;
    private final HttpChallenges http;
    private final InstantSource clock;
    private final RandomGenerator entropy;
    private final Map<String, Plan> plans = new HashMap<>();

    /** @param failures in a row */
    private record Plan(Instant next, int failures) {}

    /** @param http who answers on port 80 reads the answers there */
    public Acme(
            AcmeSettings settings,
            Certificates certificates,
            HttpChallenges http,
            InstantSource clock,
            RandomGenerator entropy) {
        this.settings = settings;
        this.certificates = certificates;
        this.http = http;
        this.clock = clock;
        this.entropy = entropy;
        this.keys = new HostKeys(certificates.kept());
        this.authority = new AcmeAuthority(settings, certificates.folder(), certificates.kept());
    }

    /** Fetches what is due; takes as long as the authority does. */
    public void round() {
        for (String host : hosts()) {
            Instant now = clock.instant();
            Plan plan = plans.computeIfAbsent(host, name -> new Plan(due(name, now), 0));
            if (!now.isBefore(plan.next())) {
                plans.put(host, attempt(host, plan));
            }
        }
    }

    Set<String> hosts() {
        return hosts(settings, certificates.places().names());
    }

    /** Those that a certificate is fetched for, of the hosts that we are. */
    static Set<String> hosts(AcmeSettings settings, Set<String> known) {
        List<String> named =
                settings.names().stream().filter(name -> !name.isEmpty()).toList();
        Set<String> hosts = new TreeSet<>();
        if (named.isEmpty()) {
            known.stream().filter(host -> Reach.of(host) == Reach.WORLD).forEach(hosts::add);
        }
        named.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        return hosts;
    }

    /** When what we have is to be renewed; at once where we have none. Not all servers of the world at the same moment. */
    private Instant due(String host, Instant now) {
        Path file = file(host);
        Optional<Identity> known = certificates.fetchedFor(file);
        if (known.isEmpty() || !known.get().isFor(host)) {
            return now;
        }
        Duration life = Duration.between(known.get().begins(), known.get().ends());
        int early = settings.renewAtPercent() + entropy.nextInt(JITTER_PERCENT + 1);
        return known.get().ends().minus(life.multipliedBy(early).dividedBy(100));
    }

    private Path file(String host) {
        return HostKeys.file(certificates.kept(), host);
    }

    private Plan attempt(String host, Plan plan) {
        String why;
        try {
            fetch(host);
            certificates.look();
            LOG.info("a certificate for {} was fetched from {}", host, settings.directory());
            return new Plan(due(host, clock.instant()), 0);
        } catch (AcmeException | BadCertificateException | RuntimeException e) {
            why = String.valueOf(e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            why = "we stop";
        }
        Duration pause = pause(plan.failures());
        LOG.warn("no certificate for {} from {}: {}; tried again in {}", host, settings.directory(), why, pause);
        return new Plan(clock.instant().plus(pause), plan.failures() + 1);
    }

    /** Twice as long each time, and up to half as long again. */
    Duration pause(int failures) {
        Duration doubled = settings.retryFirst().multipliedBy(1L << Math.min(failures, 20));
        Duration most = settings.retryMost();
        Duration pause = doubled.compareTo(most) < 0 ? doubled : most;
        return pause.plusMillis(entropy.nextLong(pause.toMillis() / 2 + 1));
    }

    private void fetch(String host) throws AcmeException, BadCertificateException, InterruptedException {
        Login login = authority.login();
        Order order = login.newOrder().domain(host).create();
        for (Authorization authorization : order.getAuthorizations()) {
            if (authorization.getStatus() != Status.VALID) {
                prove(host, authorization);
            }
        }
        require(order.waitUntilReady(settings.patience()), Status.READY, order);
        HostKeys.Choice keys = this.keys.choose(host, settings.keepKey(), clock.instant());
        order.execute(keys.pair());
        require(order.waitForCompletion(settings.patience()), Status.VALID, order);
        List<X509Certificate> chain = order.getCertificate().getCertificateChain();
        OwnFile.write(file(host), Pem.write(keys.pair().getPrivate(), chain));
        this.keys.taken(host, keys);
    }

    private static void require(Status is, Status wanted, Order order) throws AcmeException {
        if (is != wanted) {
            throw new AcmeException("the order is " + is
                    + order.getError().map(why -> ": " + why).orElse(""));
        }
    }

    private void prove(String host, Authorization authorization) throws AcmeException, InterruptedException {
        switch (settings.challenge()) {
            case HTTP_01 -> {
                Http01Challenge challenge = wanted(authorization, Http01Challenge.class);
                http.put(challenge.getToken(), challenge.getAuthorization());
                try {
                    answer(authorization, challenge);
                } finally {
                    http.remove(challenge.getToken());
                }
            }
            case TLS_ALPN_01 -> {
                TlsAlpn01Challenge challenge = wanted(authorization, TlsAlpn01Challenge.class);
                certificates
                        .alpn()
                        .put(host, SelfSigned.proof(host, challenge.getAcmeValidation(), clock.instant(), entropy));
                try {
                    answer(authorization, challenge);
                } finally {
                    certificates.alpn().remove(host);
                }
            }
        }
    }

    private static <T extends Challenge> T wanted(Authorization authorization, Class<T> kind) throws AcmeException {
        return authorization
                .findChallenge(kind)
                .orElseThrow(() -> new AcmeException("the authority offers no " + kind.getSimpleName()));
    }

    private void answer(Authorization authorization, Challenge challenge) throws AcmeException, InterruptedException {
        challenge.trigger();
        Status status = authorization.waitForCompletion(settings.patience());
        if (status != Status.VALID) {
            challenge.fetch();
            throw new AcmeException("the authority did not find our answer ("
                    + challenge.getType() + ", " + status + ")"
                    + challenge.getError().map(why -> ": " + why).orElse(""));
        }
    }
}
