package org.maillon.trust.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.maillon.dns.Resolver;

/** Asks DMARC of a message whose SPF and DKIM results are known. RFC 9989 §5.3. */
public final class DmarcEvaluator {
    /** Of signers that passed only the first are looked at: each may cost a walk of its own. */
    static final int MOST_SIGNERS = 10;

    private final RandomGenerator dice;
    private final Supplier<Discovery> discovery;

    private DmarcEvaluator(RandomGenerator dice, Supplier<Discovery> discovery) {
        this.dice = dice;
        this.discovery = discovery;
    }

    /** @param dice decides which failures {@code pct} spares */
    public static DmarcEvaluator walking(Resolver resolver, RandomGenerator dice) {
        Zone zone = new Zone(resolver);
        return new DmarcEvaluator(dice, () -> new TreeWalk(zone));
    }

    /** @param suffixes the list of the moment */
    public static DmarcEvaluator bySuffixes(
            Resolver resolver, RandomGenerator dice, Supplier<PublicSuffixes> suffixes) {
        Zone zone = new Zone(resolver);
        return new DmarcEvaluator(dice, () -> new SuffixDiscovery(zone, suffixes.get()));
    }

    public DmarcVerdict evaluate(DmarcQuery query) {
        return switch (query.authors()) {
            case AuthorDomains.Named(List<String> domains) -> worst(domains, query);
            case AuthorDomains.Unreadable(String why) ->
                // A reader's program will show something all the same; nobody can vouch for it.
                DmarcVerdict.without(DmarcVerdict.Result.PERMERROR, Optional.empty(), Policy.QUARANTINE, why);
        };
    }

    /** RFC 7489 §6.6.1: of several authors each must stand; the strictest outcome counts. */
    private DmarcVerdict worst(List<String> domains, DmarcQuery query) {
        DmarcVerdict worst = judge(domains.getFirst(), query);
        for (String other : domains.subList(1, domains.size())) {
            DmarcVerdict verdict = judge(other, query);
            if (isWorse(verdict, worst)) {
                worst = verdict;
            }
        }
        return worst;
    }

    /** Policies stand in the order of their severity. */
    private static boolean isWorse(DmarcVerdict verdict, DmarcVerdict than) {
        int disposition = verdict.disposition().compareTo(than.disposition());
        return disposition > 0 || disposition == 0 && badness(verdict) > badness(than);
    }

    private static int badness(DmarcVerdict verdict) {
        return switch (verdict.result()) {
            case PASS -> 0;
            case NONE -> 1;
            case TEMPERROR -> 2;
            case FAIL -> 3;
            case PERMERROR -> 4;
        };
    }

    private DmarcVerdict judge(String author, DmarcQuery query) {
        Discovery way = discovery.get();
        return switch (way.find(author)) {
            case Discovery.Found.Silent _ ->
                DmarcVerdict.without(
                        DmarcVerdict.Result.NONE,
                        Optional.of(author),
                        Policy.NONE,
                        author + " publishes no DMARC record");
            case Discovery.Found.Unknown(String why) ->
                DmarcVerdict.without(
                        DmarcVerdict.Result.TEMPERROR,
                        Optional.of(author),
                        Policy.NONE,
                        "the DMARC record of " + author + " could not be asked for: " + why);
            case Discovery.Found.Speaking speaking -> aligned(author, speaking, query, way);
        };
    }

    private DmarcVerdict aligned(String author, Discovery.Found.Speaking speaking, DmarcQuery query, Discovery way) {
        Kinship kinship = new Kinship(author, speaking.organization(), way);
        List<String> reasons = new ArrayList<>();
        Alignment forSpf = speaking.record().spf();
        boolean spf =
                query.spf().filter(domain -> kinship.holds(domain, forSpf)).isPresent();
        query.spf().ifPresent(domain -> reasons.add(said("SPF vouches for ", domain, spf, author, forSpf)));
        Alignment forDkim = speaking.record().dkim();
        boolean dkim = false;
        List<String> signers =
                query.dkim().stream().distinct().limit(MOST_SIGNERS).toList();
        for (String signer : signers) {
            boolean kin = !dkim && kinship.holds(signer, forDkim);
            if (!dkim) {
                reasons.add(said("a signature of ", signer, kin, author, forDkim));
            }
            dkim |= kin;
        }
        if (query.spf().isEmpty() && signers.isEmpty()) {
            reasons.add("neither SPF nor a signature vouches for any domain");
        }
        if (!spf && !dkim && kinship.inDoubt()) {
            return DmarcVerdict.without(
                    DmarcVerdict.Result.TEMPERROR,
                    Optional.of(author),
                    Policy.NONE,
                    "whether the domains belong together could not be asked for");
        }
        return concluded(author, speaking, new Aligned(dkim, spf), reasons);
    }

    private static String said(String who, String domain, boolean kin, String author, Alignment how) {
        String near = how == Alignment.STRICT ? "which is " : "which belongs to ";
        String far = how == Alignment.STRICT ? "which is not exactly " : "which does not belong to ";
        return who + domain + ", " + (kin ? near : far) + author;
    }

    private record Aligned(boolean dkim, boolean spf) {}

    private DmarcVerdict concluded(
            String author, Discovery.Found.Speaking speaking, Aligned aligned, List<String> reasons) {
        DmarcRecord record = speaking.record();
        var published = Optional.of(new DmarcVerdict.Published(speaking.domain(), record, speaking.policy()));
        boolean passed = aligned.dkim() || aligned.spf();
        Policy asked = passed ? Policy.NONE : speaking.policy();
        boolean spared = asked != Policy.NONE && (record.testing() || isSparedByChance(record));
        if (!passed) {
            reasons.add(speaking.domain() + " asks for " + speaking.policy()
                    + (spared ? ", and is still testing that: " + asked.milder() : ""));
        }
        return new DmarcVerdict(
                passed ? DmarcVerdict.Result.PASS : DmarcVerdict.Result.FAIL,
                Optional.of(author),
                published,
                aligned.dkim(),
                aligned.spf(),
                spared ? asked.milder() : asked,
                spared,
                reasons);
    }

    /** RFC 7489 §6.6.4; RFC 9989 dropped the tag, and an owner who still writes it means it. */
    private boolean isSparedByChance(DmarcRecord record) {
        int percent = record.percent().orElse(100);
        return percent < 100 && dice.nextInt(100) >= percent;
    }
}
