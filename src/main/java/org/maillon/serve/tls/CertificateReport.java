package org.maillon.serve.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of reading the certificates, in sentences.
 *
 * @param faults files that cannot be used: reason enough not to start
 * @param warnings what a client may take offence at
 */
public record CertificateReport(Identities inUse, List<String> faults, List<String> warnings) {
    public CertificateReport {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    static final class Draft {
        private final List<String> faults = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        void fault(String says) {
            faults.add(says);
        }

        void warning(String says) {
            warnings.add(says);
        }

        CertificateReport done(Identities inUse) {
            return new CertificateReport(inUse, faults, warnings);
        }
    }
}
