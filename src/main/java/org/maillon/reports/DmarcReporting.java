package org.maillon.reports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.submit.VouchLog;
import org.maillon.submit.Vouched;
import org.maillon.trust.dmarc.Alignment;
import org.maillon.trust.dmarc.DmarcRecord;
import org.maillon.trust.dmarc.DmarcVerdict;
import org.maillon.trust.dmarc.Policy;
import org.maillon.trust.spf.SpfIdentity;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.report.feedback.AggregateReport.Auth;
import org.maillon.wire.report.feedback.AggregateReport.DkimAuth;
import org.maillon.wire.report.feedback.AggregateReport.Evaluated;
import org.maillon.wire.report.feedback.AggregateReport.Identifiers;
import org.maillon.wire.report.feedback.AggregateReport.PublishedPolicy;
import org.maillon.wire.report.feedback.AggregateReport.Reason;
import org.maillon.wire.report.feedback.AggregateReport.Row;
import org.maillon.wire.report.feedback.AggregateReport.SpfAuth;

/** Counts what DMARC made of messages, for the domains that want to know (RFC 9990 §3). */
final class DmarcReporting implements VouchLog {
    private static final int MOST_SIGNATURES = 20;

    private final Counting<DmarcRows.About, Row> counting;
    private final String discovery;

    /** @param discovery {@code treewalk} or {@code psl} */
    DmarcReporting(Counting<DmarcRows.About, Row> counting, String discovery) {
        this.counting = counting;
        this.discovery = discovery;
    }

    @Override
    public void note(Vouched vouched) {
        vouched.findings()
                .dmarc()
                .published()
                .filter(published -> !published.record().aggregate().isEmpty())
                .ifPresent(published -> counting.add(
                        new Ledger.Day(
                                Duration.ofMillis(vouched.at().toEpochMilli()).toDays(), published.domain()),
                        new DmarcRows.About(
                                policy(published.domain(), published.record()),
                                published.record().aggregate()),
                        row(vouched),
                        1));
    }

    private PublishedPolicy policy(String domain, DmarcRecord record) {
        return new PublishedPolicy(
                domain,
                letter(record.dkim()),
                letter(record.spf()),
                record.policy().toString(),
                record.subdomains().map(Policy::toString).orElse(record.policy().toString()),
                record.nonexistent().map(Policy::toString).orElse(""),
                record.testing(),
                discovery,
                "");
    }

    private static String letter(Alignment alignment) {
        return switch (alignment) {
            case RELAXED -> "r";
            case STRICT -> "s";
        };
    }

    private static Row row(Vouched vouched) {
        DmarcVerdict dmarc = vouched.findings().dmarc();
        return new Row(
                vouched.client().getHostAddress(),
                0,
                new Evaluated(
                        vouched.done().toString(),
                        dmarc.dkimAligned() ? "pass" : "fail",
                        dmarc.spfAligned() ? "pass" : "fail",
                        reasons(vouched)),
                new Identifiers(
                        Optional.empty(),
                        envelopeFrom(vouched.sender()),
                        dmarc.author().orElse("")),
                auth(vouched.findings()));
    }

    private static String envelopeFrom(ReversePath sender) {
        return sender instanceof ReversePath.Sender(Address address)
                ? address.domain().toString()
                : "";
    }

    private static List<Reason> reasons(Vouched vouched) {
        List<Reason> reasons = new ArrayList<>();
        if (vouched.findings().dmarc().sampledOut()) {
            reasons.add(new Reason("policy_test_mode", ""));
        }
        if (!vouched.excuse().isEmpty()) {
            reasons.add(new Reason("local_policy", vouched.excuse()));
        }
        return reasons;
    }

    private static Auth auth(Vouched.Findings findings) {
        List<DkimAuth> dkim = findings.dkim().stream()
                .filter(verdict -> !verdict.claim().domain().isEmpty())
                .limit(MOST_SIGNATURES)
                .map(verdict -> new DkimAuth(
                        verdict.claim().domain(),
                        verdict.claim().selector(),
                        verdict.result().name().toLowerCase(Locale.ROOT)))
                .toList();
        SpfAuth spf = new SpfAuth(
                findings.spf().domain(),
                findings.spf().identity() == SpfIdentity.HELO ? "helo" : "mfrom",
                findings.spf().result().name().toLowerCase(Locale.ROOT));
        return new Auth(dkim, List.of(spf));
    }
}
