package org.maillon.app.wiring;

import java.time.InstantSource;
import org.maillon.app.config.LoadedConfig;
import org.maillon.dns.Resolver;
import org.maillon.hosting.oidc.HttpWeb;
import org.maillon.hosting.oidc.Web;
import org.maillon.reports.Reports;
import org.maillon.store.Store;
import org.maillon.trust.dmarc.DmarcSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reports about mail in a domain's name, and the list of public suffixes that they and DMARC need. */
final class Reporting {
    private static final Logger log = LoggerFactory.getLogger(Reporting.class);

    private final SuffixList suffixes;
    private final Reports reports;
    private final Web web = new HttpWeb("text/plain");
    private final boolean asksSuffixes;

    Reporting(LoadedConfig loaded, Store store, Resolver resolver, InstantSource clock, String hostName) {
        DmarcSettings dmarc = loaded.config().dmarc();
        asksSuffixes = dmarc.discovery() == DmarcSettings.DiscoveryMethod.PSL
                || !loaded.config().reports().from().isEmpty();
        suffixes = new SuffixList(loaded.data(), clock, dmarc);
        String discovery = dmarc.discovery() == DmarcSettings.DiscoveryMethod.PSL ? "psl" : "treewalk";
        reports = new Reports(
                store,
                clock,
                new Reports.Sources(resolver, suffixes),
                new Reports.Who(hostName, discovery),
                loaded.config().reports());
    }

    SuffixList suffixes() {
        return suffixes;
    }

    Reports reports() {
        return reports;
    }

    /**
     * Once a minute: fetches the suffix list where it is old, writes counts down, sends what is due.
     *
     * @param isReal whether we have a domain that others would send to: a server that is only tried out calls nobody
     */
    void round(OwnMail outbox, boolean isReal) {
        if (isReal && asksSuffixes) {
            suffixes.refresh(web);
        }
        reports.flush();
        for (Reports.Sent sent : reports.send(outbox, false)) {
            log.info("report {} for {}: {}", sent.kind(), sent.domain(), sent.said());
        }
    }
}
