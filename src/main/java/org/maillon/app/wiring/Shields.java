package org.maillon.app.wiring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.maillon.app.config.Config;
import org.maillon.app.config.ListenerEntry;
import org.maillon.app.config.LoadedConfig;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.net.Rounds;
import org.maillon.serve.net.TlsServer;
import org.maillon.serve.tls.CertificateReport;
import org.maillon.serve.tls.Certificates;
import org.maillon.serve.tls.ListenerTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates of a running server, from start to stop. */
final class Shields implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shields.class);

    private final Maillon office;
    private final Certificates certificates;
    private final Thread reading;
    private final Rounds watch;
    private Optional<Fetching> fetching = Optional.empty();

    private Shields(Maillon office, Certificates certificates, Duration every) {
        this.office = office;
        this.certificates = certificates;
        this.reading = Thread.ofPlatform().daemon().name("certificates").unstarted(this::readFirst);
        this.watch = Rounds.start(
                "certificates",
                every,
                certificates::look,
                e -> LOG.error("the files of certificates could not be looked at; tried again", e));
    }

    /** Files that the operator named are read now, so that a mistake keeps us from starting; one of our own making can wait. */
    static Shields raise(Maillon office) throws CannotStartException {
        Config config = office.loaded().config();
        Certificates certificates = certificates(office.loaded(), office);
        boolean named = !config.certificate().isEmpty()
                || !config.tls().clientAuthorities().isEmpty();
        if (named) {
            CertificateReport report = certificates.read();
            if (!report.faults().isEmpty()) {
                throw new CannotStartException(report.faults().getFirst());
            }
            report.warnings().forEach(LOG::warn);
        }
        Shields shields = new Shields(office, certificates, config.tls().watchEvery());
        if (!named) {
            shields.reading.start();
        }
        shields.fetch();
        return shields;
    }

    private void fetch() throws CannotStartException {
        if (office.loaded().config().acme().isOn()) {
            try {
                fetching = Optional.of(Fetching.start(office, certificates));
            } catch (CannotStartException e) {
                close();
                throw e;
            }
        }
    }

    /** Those that a server with this configuration would have. */
    static Certificates certificates(LoadedConfig loaded, Maillon office) {
        return new Certificates(
                loaded.config().tls(),
                loaded.config().certificate(),
                new Certificates.Places(
                        loaded.folder(),
                        loaded.data().resolve("tls"),
                        () -> OurHosts.all(office),
                        new OwnPolicies(office)::policyHosts),
                office.clock(),
                office.entropy());
    }

    Certificates inUse() {
        return certificates;
    }

    private void readFirst() {
        try {
            CertificateReport report = certificates.read();
            report.faults().forEach(LOG::error);
            report.warnings().forEach(LOG::warn);
        } catch (RuntimeException e) {
            LOG.error("no certificate could be made; the first client that wants TLS has it tried again", e);
        }
    }

    TlsServer of(ListenerEntry entry) {
        ServerId server = new ServerId(entry.server());
        return new ListenerTls(certificates, () -> office.nameOf(server), entry.clientCertificates());
    }

    /** HTTP has no server of its own: who names no host is shown the first. */
    TlsServer ofHttp() {
        return new ListenerTls(certificates, office::hostName, ListenerTls.ClientCertificates.NONE);
    }

    CertificateReport reload(Config config) {
        CertificateReport report = certificates.reload(config.tls(), config.certificate());
        report.faults().forEach(fault -> LOG.error("{}; the certificate that was read before goes on", fault));
        report.warnings().forEach(LOG::warn);
        return report;
    }

    /** What a person who starts the server should know; empty where all is in order. */
    List<String> words() {
        return certificates.isSelfSigned()
                ? List.of("TLS has a certificate that we signed ourselves: mail programs will ask whether to trust it;"
                        + " [[certificate]] in maillon.toml names a real one, [acme] fetches one")
                : List.of();
    }

    @Override
    public void close() {
        watch.close();
        fetching.ifPresent(Fetching::close);
        try {
            reading.join(); // it writes to the data folder
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
