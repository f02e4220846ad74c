package org.maillon.app.wiring;

import org.maillon.app.config.Config;
import org.maillon.dns.Resolver;
import org.maillon.submit.Insiders;
import org.maillon.submit.OwnResults;
import org.maillon.submit.VouchMaker;
import org.maillon.trust.ReverseVerdict;
import org.maillon.trust.arc.ArcVerifier;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dkim.PublicKeys;
import org.maillon.trust.dmarc.DmarcEvaluator;
import org.maillon.trust.dmarc.DmarcSettings;

/** All who can vouch for a message, joined. */
final class Vouching {
    private Vouching() {}

    static VouchMaker maker(Maillon office, Config config, Insiders insiders) {
        PublicKeys keys = new PublicKeys(office.resolver());
        VouchMaker.Askers askers = new VouchMaker.Askers(
                office.guards().spf(),
                () -> new DkimVerifier(keys, office.clock(), config.dkim()),
                () -> new ArcVerifier(keys, office.clock(), config.dkim()),
                dmarc(office, config.dmarc()),
                address -> ReverseVerdict.of(address, office.resolver()));
        VouchMaker.Around around = new VouchMaker.Around(
                insiders,
                new OwnResults(office::nameOf, () -> OurHosts.all(office)),
                office.queue().traces(),
                office.reports().vouchLog());
        return new VouchMaker(
                askers, around, config.dmarc(), config.submission().tellLogIn());
    }

    private static DmarcEvaluator dmarc(Maillon office, DmarcSettings settings) {
        Resolver resolver = office.resolver();
        return switch (settings.discovery()) {
            case TREE_WALK -> DmarcEvaluator.walking(resolver, office.entropy());
            case PSL ->
                DmarcEvaluator.bySuffixes(
                        resolver, office.entropy(), office.reporting().suffixes());
        };
    }
}
