package org.maillon.trust.dmarc;

import java.util.List;
import java.util.Optional;
import org.maillon.dns.FakeResolver;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** Records and From fields of strangers: a verdict with reasons, and no pass without somebody who vouches. */
public final class DmarcFuzz {
    private DmarcFuzz() {}

    /** Who vouches; a record; another one; the rest is From. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int vouched = octets.next();
        String own = octets.text();
        String above = octets.text();
        byte[] from = octets.rest();
        FakeResolver dns =
                new FakeResolver().txt("_dmarc.mail.example.com", own).txt("_dmarc.example.com", above);
        for (String record : List.of(own, above)) {
            DmarcRecord.parse(record).ifPresent(DmarcFuzz::sound);
        }
        DmarcQuery query = new DmarcQuery(
                AuthorDomains.of(List.of(from)),
                (vouched & 1) == 0 ? Optional.empty() : Optional.of("bounce.example.com"),
                (vouched & 2) == 0 ? List.of() : List.of("mail.example.com"));
        check(query, DmarcEvaluator.walking(dns, () -> 0));
        Claim.that(dns.questions() <= 4 * (AuthorDomains.MOST * (TreeWalk.MOST_QUESTIONS + 2)), "too many questions");
        check(query, DmarcEvaluator.bySuffixes(dns, () -> 0, PublicSuffixes::bundled));
    }

    private static void check(DmarcQuery query, DmarcEvaluator evaluator) {
        DmarcVerdict verdict = evaluator.evaluate(query);
        Claim.that(!verdict.reasons().isEmpty(), "no reason");
        boolean nobody = query.spf().isEmpty() && query.dkim().isEmpty();
        Claim.that(!nobody || verdict.result() != DmarcVerdict.Result.PASS, "a pass that nobody vouches for");
        Claim.that(
                verdict.result() != DmarcVerdict.Result.PASS || verdict.disposition() == Policy.NONE,
                "a pass that is acted on");
        Claim.that(
                query.authors() instanceof AuthorDomains.Named || verdict.result() == DmarcVerdict.Result.PERMERROR,
                "an author that nobody can read was judged");
    }

    private static void sound(DmarcRecord record) {
        Claim.that(record.percent().orElse(0) <= 100, "percent %s", record.percent());
        for (ReportUri uri : record.aggregate()) {
            Claim.that(uri.most().orElse(0) >= 0, "a size of %s", uri.most());
            uri.mailbox()
                    .ifPresent(mailbox ->
                            Claim.that(mailbox.chars().allMatch(c -> c > ' ' && c < 127), "an address '%s'", mailbox));
        }
    }
}
