package org.maillon.serve.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What clients may take offence at, in certificates that can be used. */
final class Complaints {
    private static final Duration SOON = Duration.ofDays(7);

    private Complaints() {}

    static void of(Identities identities, Certificates.Places places, Instant now, CertificateReport.Draft draft) {
        times(identities, now, draft);
        hosts(identities, places, draft);
    }

    private static void times(Identities identities, Instant now, CertificateReport.Draft draft) {
        for (Identity one : identities.all()) {
            if (now.isAfter(one.ends())) {
                draft.warning("the certificate in " + one.source() + " expired at " + one.ends()
                        + "; clients that look at it refuse it");
            } else if (now.isBefore(one.begins())) {
                draft.warning("the certificate in " + one.source() + " is not valid before " + one.begins());
            } else if (now.isAfter(one.ends().minus(SOON))) {
                draft.warning("the certificate in " + one.source() + " expires at " + one.ends());
            }
        }
    }

    private static void hosts(Identities identities, Certificates.Places places, CertificateReport.Draft draft) {
        Identities others = identities.without(places.selfSigned());
        for (String host : places.hosts().get()) {
            if (!(others.all().isEmpty() ? identities : others).areFor(host)) {
                draft.warning("no certificate is for " + host + "; its clients are shown "
                        + identities.fitting(Optional.of(host), host).getFirst());
            }
        }
        for (String host : places.policyHosts().get()) {
            if (!others.areFor(host)) {
                draft.warning("no certificate is for " + host
                        + " here; unless it is served elsewhere, nobody can fetch its domain's policy (RFC 8461 §3.3)");
            }
        }
    }
}
