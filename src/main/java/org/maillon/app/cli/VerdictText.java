package org.maillon.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.maillon.kernel.Durations;
import org.maillon.verify.Verdict;
import org.maillon.verify.Verdict.Finding;
import org.maillon.wire.address.Address;

/** A verdict as people and programs read it. */
record VerdictText(Address address, Verdict verdict) {
    /** {@code exists}, {@code does-not-exist}, {@code accepts-all}, {@code unknown}. */
    String name() {
        return switch (verdict.finding()) {
            case Finding.Exists _ -> "exists";
            case Finding.AcceptsAll _ -> "accepts-all";
            case Finding.Unknown _ -> "unknown";
            case Finding.DoesNotExist _ -> "does-not-exist";
        };
    }

    String words() {
        return switch (verdict.finding()) {
            case Finding.Exists _ -> "exists";
            case Finding.AcceptsAll _ -> "its domain takes every name";
            case Finding.Unknown(String why, Verdict.Then then) ->
                (then == Verdict.Then.GO_ON ? "may exist: " : "cannot be told just now: ") + unknown(why);
            case Finding.DoesNotExist(Verdict.Reason reason) ->
                switch (reason) {
                    case NO_SUCH_MAILBOX -> "does not exist: no such mailbox";
                    case MAILBOX_CLOSED -> "takes no mail: its mailbox is closed";
                    case NO_SUCH_DOMAIN -> "does not exist: no such domain";
                    case NULL_MX -> "does not exist: its domain takes no mail";
                    case NO_MAIL_SERVER -> "does not exist: its domain has no mail server";
                };
        };
    }

    /** The words of a server say more than ours. */
    private String unknown(String why) {
        return verdict.said().isPresent() ? "its server gives no clear word" : why;
    }

    /** One line: {@code x@y: does not exist: no such mailbox, says mx.y (3m ago)}. */
    String line(InstantSource clock) {
        String by = verdict.by().isEmpty() ? "" : ", says " + verdict.by();
        return address + ": " + words() + by
                + age(clock).map(age -> " (" + age + " ago)").orElse("");
    }

    /** Empty for what was found out just now. */
    private Optional<String> age(InstantSource clock) {
        Duration age = Duration.between(verdict.when(), clock.instant());
        return age.compareTo(Duration.ofSeconds(10)) < 0 ? Optional.empty() : Optional.of(rough(age));
    }

    private static String rough(Duration age) {
        Duration whole = age.toHours() > 0
                ? Duration.ofHours(age.toHours())
                : age.toMinutes() > 0 ? Duration.ofMinutes(age.toMinutes()) : Duration.ofSeconds(age.toSeconds());
        return Durations.format(whole);
    }

    Map<String, Object> tree(InstantSource clock) {
        Instant when = verdict.when();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("address", address.toString());
        tree.put("finding", name());
        tree.put("words", words());
        tree.put("by", verdict.by());
        tree.put("when", when.toString());
        tree.put(
                "age-seconds",
                Math.max(0, Duration.between(when, clock.instant()).toSeconds()));
        verdict.said().ifPresent(said -> tree.put("said", said.toString()));
        tree.put("evidence", verdict.evidence().sentences());
        return tree;
    }
}
