package org.maillon.app.wiring;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.maillon.app.config.LoadedConfig;
import org.maillon.serve.tls.CertificateReport;
import org.maillon.serve.tls.Certificates;
import org.maillon.serve.tls.Identity;

/** The certificates that a server with this configuration shows: names, issuer, end. */
public final class CertificateCheck {
    private CertificateCheck() {}

    public record Answer(boolean good, String says) {}

    public static List<Answer> ask(LoadedConfig loaded) {
        String named = loaded.config().main().hostName();
        Set<String> hosts = Set.of(named.isEmpty() ? HostName.ofMachine() : named);
        CertificateReport report = new Certificates(
                        loaded.config().tls(),
                        loaded.config().certificate(),
                        new Certificates.Places(loaded.folder(), loaded.data().resolve("tls"), () -> hosts),
                        InstantSource.system(),
                        new SecureRandom())
                .inspect();
        List<Answer> answers = new ArrayList<>();
        report.inUse().all().forEach(one -> answers.add(new Answer(true, says(one))));
        report.faults().forEach(fault -> answers.add(new Answer(false, fault)));
        report.warnings().forEach(warning -> answers.add(new Answer(false, warning)));
        if (answers.isEmpty()) {
            answers.add(new Answer(true, "none yet; the first start makes one of our own"));
        }
        return answers;
    }

    private static String says(Identity one) {
        return one.source() + " for "
                + String.join(", ", one.names().stream().sorted().toList()) + ", by "
                + (one.isSelfSigned() ? "ourselves" : one.issuer()) + ", until " + one.ends();
    }
}
