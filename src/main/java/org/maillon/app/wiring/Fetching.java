package org.maillon.app.wiring;

import java.time.Duration;
import org.maillon.app.config.Config;
import org.maillon.kernel.net.Rounds;
import org.maillon.serve.net.CannotListenException;
import org.maillon.serve.net.Listener;
import org.maillon.serve.net.ListenerSettings;
import org.maillon.serve.net.SessionBounds;
import org.maillon.serve.net.Turnstile;
import org.maillon.serve.tls.Acme;
import org.maillon.serve.tls.AcmeSettings;
import org.maillon.serve.tls.Certificates;
import org.maillon.serve.tls.ChallengeResponder;
import org.maillon.serve.tls.HttpChallenges;
import org.maillon.serve.tls.ListenerTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certificates that an authority gives: the port on which it asks, and the rounds in which they are renewed. */
final class Fetching implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final SessionBounds BOUNDS =
            new SessionBounds(100, 20, Duration.ofSeconds(5), Duration.ofSeconds(10));

    private final Listener listener;
    private final Rounds rounds;

    private Fetching(Listener listener, Acme acme) {
        this.listener = listener;
        this.rounds = Rounds.start(
                "acme", ROUND, acme::round, e -> LOG.error("certificates could not be fetched; tried again", e));
    }

    static Fetching start(Maillon office, Certificates certificates) throws CannotStartException {
        Config config = office.loaded().config();
        AcmeSettings settings = config.acme();
        HttpChallenges challenges = new HttpChallenges();
        ChallengeResponder responder = new ChallengeResponder(challenges);
        ListenerSettings where = new ListenerSettings(settings.address(), settings.portInUse(), false, 100);
        try {
            Listener listener = switch (settings.challenge()) {
                case HTTP_01 -> Listener.bind(where, new Turnstile(BOUNDS), responder);
                case TLS_ALPN_01 ->
                    Listener.bindUnderTls(
                            where,
                            new Turnstile(BOUNDS),
                            responder,
                            new ListenerTls(certificates, office::hostName, ListenerTls.ClientCertificates.NONE));
            };
            listener.start();
            return new Fetching(
                    listener, new Acme(settings, certificates, challenges, office.clock(), office.entropy()));
        } catch (CannotListenException e) {
            throw new CannotStartException("for [acme]: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        rounds.close();
        listener.close();
    }
}
