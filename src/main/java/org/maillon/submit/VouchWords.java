package org.maillon.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.maillon.trust.ReverseVerdict;
import org.maillon.trust.arc.ArcVerdict;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dmarc.DmarcVerdict;
import org.maillon.trust.spf.SpfIdentity;
import org.maillon.trust.spf.SpfVerdict;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.message.AuthenticationResults.Property;
import org.maillon.wire.message.AuthenticationResults.Result;

/** What was found, for programs (RFC 8601 §2.7) and for people. */
record VouchWords(Transaction transaction, Vouched.Findings findings, String excuse) {
    List<Result> results(ReverseVerdict iprev) {
        List<Result> results = new ArrayList<>();
        results.add(spf(findings.spf()));
        findings.dkim().forEach(verdict -> results.add(dkim(verdict)));
        if (findings.dkim().isEmpty()) {
            results.add(Result.of("dkim", "none"));
        }
        results.add(dmarc(findings.dmarc()));
        results.add(arc(findings.arc()));
        results.add(Result.of(
                "iprev",
                iprev.result().word(),
                new Property("policy", "iprev", transaction.client().address().getHostAddress())));
        return results;
    }

    private Result spf(SpfVerdict spf) {
        String value =
                spf.identity() == SpfIdentity.MAIL_FROM && transaction.sender() instanceof ReversePath.Sender sender
                        ? sender.toString()
                        : spf.domain();
        Result result =
                Result.of("spf", spf.result().word(), property(spf.identity().property(), value));
        return spf.passes() || spf.reason().isEmpty() ? result : result.because(spf.reason());
    }

    /** {@code smtp.mailfrom} taken apart. */
    private static Property property(String name, String value) {
        int dot = name.indexOf('.');
        return new Property(name.substring(0, dot), name.substring(dot + 1), value);
    }

    private static Result dkim(DkimVerdict verdict) {
        DkimVerdict.Claim claim = verdict.claim();
        List<Property> properties = new ArrayList<>();
        add(properties, "d", claim.domain());
        add(properties, "i", claim.identity());
        add(properties, "s", claim.selector());
        add(properties, "a", claim.algorithm());
        add(properties, "b", claim.start());
        Optional<String> reason = verdict.reason().isEmpty() ? Optional.empty() : Optional.of(verdict.reason());
        return new Result("dkim", verdict.result().word(), reason, properties);
    }

    private static void add(List<Property> to, String name, String value) {
        if (!value.isEmpty()) {
            to.add(new Property("header", name, value));
        }
    }

    private Result dmarc(DmarcVerdict dmarc) {
        List<Property> properties = new ArrayList<>();
        dmarc.author().ifPresent(author -> add(properties, "from", author));
        if (dmarc.result() == DmarcVerdict.Result.FAIL) {
            properties.add(new Property("policy", "dmarc", dmarc.disposition().toString()));
        }
        String word = dmarc.result().name().toLowerCase(Locale.ROOT);
        Result result = new Result("dmarc", word, Optional.empty(), properties);
        return excuse.isEmpty() ? result : result.because(excuse);
    }

    private static Result arc(ArcVerdict arc) {
        List<Property> properties = new ArrayList<>();
        if (arc.passes()) {
            properties.add(new Property("header", "oldest-pass", Integer.toString(arc.oldestPass()))); // RFC 8617 §10.2
        }
        Optional<String> reason = arc.reason().isEmpty() ? Optional.empty() : Optional.of(arc.reason());
        return new Result("arc", arc.cv().word(), reason, properties);
    }

    /** For the trace: {@code SPF pass for example.org; signed by example.org; DMARC pass: …}. */
    String spoken() {
        SpfVerdict spf = findings.spf();
        String signers = findings.dkim().stream()
                .filter(DkimVerdict::passes)
                .map(verdict -> verdict.claim().domain())
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", "));
        DmarcVerdict dmarc = findings.dmarc();
        return "SPF " + spf.result().word() + " for " + spf.domain() + ", "
                + (signers.isEmpty() ? "no good signature" : "signed by " + signers) + ", DMARC "
                + dmarc.result().name().toLowerCase(Locale.ROOT) + ": " + String.join("; ", dmarc.reasons())
                + (excuse.isEmpty() ? "" : "; " + excuse);
    }
}
