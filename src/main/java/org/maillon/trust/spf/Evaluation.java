package org.maillon.trust.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.trust.ConfirmedNames;
import org.maillon.trust.spf.Term.DualCidr;
import org.maillon.trust.spf.Term.Mechanism;

/** One check: {@code check_host()} of RFC 7208 §4, with what it has spent so far. */
final class Evaluation {
    private static final int MOST_STEPS = 100;

    private final Resolver resolver;
    private final SpfSettings settings;
    private final SpfQuery query;
    private final Budget budget;
    private final MacroExpander macros;
    private final List<String> steps = new ArrayList<>();
    private Optional<ConfirmedNames> names = Optional.empty();

    Evaluation(Resolver resolver, InstantSource clock, SpfSettings settings, SpfQuery query) {
        this.resolver = resolver;
        this.settings = settings;
        this.query = query;
        this.budget = new Budget(settings, clock);
        this.macros = new MacroExpander(query, () -> clock.instant().getEpochSecond(), this::validatedName);
    }

    /** What a record comes to; the record itself, where it was read and decided. */
    private record Outcome(SpfResult result, String term, String reason, Optional<Source> source) {
        Outcome(SpfResult result, String reason) {
            this(result, "", reason, Optional.empty());
        }
    }

    private record Source(String domain, SpfRecord record) {}

    private sealed interface Match {
        record Yes(String why) implements Match {}

        record No(String why) implements Match {}

        /** Neither: the whole check ends with this. */
        record End(SpfResult result, String why) implements Match {}
    }

    SpfVerdict check() {
        Outcome outcome = checkHost(query.domain());
        Optional<String> explanation =
                outcome.result() == SpfResult.FAIL ? outcome.source().flatMap(this::explanation) : Optional.empty();
        boolean sendsNothing = outcome.source()
                .map(Source::record)
                .filter(SpfRecord::forbidsAll)
                .isPresent();
        return new SpfVerdict(
                new SpfVerdict.Subject(query.identity(), query.domain()),
                outcome.result(),
                outcome.term(),
                outcome.reason(),
                explanation,
                sendsNothing,
                budget.lookups(),
                steps);
    }

    private void step(String words) {
        if (steps.size() < MOST_STEPS) {
            steps.add(words);
        }
    }

    private Outcome checkHost(String domain) {
        if (!Targets.isDomain(domain)) {
            return new Outcome(SpfResult.NONE, "'" + Words.of(domain) + "' is no domain that could publish a record");
        }
        return switch (budget.ask(() -> resolver.txt(domain))) {
            case Lookup.Failed<String>(String why) ->
                new Outcome(SpfResult.TEMPERROR, "the record of " + Words.of(domain) + " cannot be had now: " + why);
            case Lookup.NoData<String> _, Lookup.NoSuchName<String> _ -> none(domain);
            case Lookup.Found<String>(List<String> texts, var _) -> selected(domain, texts);
        };
    }

    private static Outcome none(String domain) {
        return new Outcome(SpfResult.NONE, Words.of(domain) + " publishes no SPF record");
    }

    /** RFC 7208 §4.5. */
    private Outcome selected(String domain, List<String> texts) {
        List<String> records = texts.stream().filter(SpfRecord::isOne).toList();
        if (records.isEmpty()) {
            return none(domain);
        } else if (records.size() > 1) {
            return new Outcome(SpfResult.PERMERROR, Words.of(domain) + " publishes more than one SPF record");
        } else if (records.getFirst().length() > settings.record().octets()) {
            return new Outcome(
                    SpfResult.PERMERROR, "the record of " + Words.of(domain) + " is longer than " + settings.record());
        }
        step(Words.of(domain) + " publishes: " + Words.of(records.getFirst()));
        try {
            return evaluate(domain, SpfRecord.parse(records.getFirst()));
        } catch (MacroParser.SyntaxException e) {
            return new Outcome(
                    SpfResult.PERMERROR, "the record of " + Words.of(domain) + " cannot be read: " + e.getMessage());
        }
    }

    /** RFC 7208 §4.6.2, §4.7. */
    private Outcome evaluate(String domain, SpfRecord record) {
        Source source = new Source(domain, record);
        for (Term term : record.terms()) {
            Match match = match(term.mechanism(), domain);
            String shown = Words.of(term.text());
            switch (match) {
                case Match.Yes(String why) -> {
                    step(shown + ": " + why);
                    return new Outcome(
                            term.qualifier(),
                            shown,
                            "'" + shown + "' of " + Words.of(domain) + ": " + why,
                            Optional.of(source));
                }
                case Match.No(String why) -> step(shown + ": " + why);
                case Match.End(SpfResult result, String why) -> {
                    step(shown + ": " + why);
                    return new Outcome(
                            result, shown, "'" + shown + "' of " + Words.of(domain) + ": " + why, Optional.empty());
                }
            }
        }
        return record.redirect()
                .map(target -> redirect(target, domain))
                .orElseGet(() -> new Outcome(
                        SpfResult.NEUTRAL,
                        "",
                        "nothing in the record of " + Words.of(domain) + " speaks of the address",
                        Optional.of(source)));
    }

    /** RFC 7208 §6.1: as if the other domain's record stood here. */
    private Outcome redirect(MacroString target, String domain) {
        if (!budget.allowsTerm()) {
            return new Outcome(SpfResult.PERMERROR, tooManyLookups());
        }
        String other = macros.target(target, domain);
        step("redirect to " + Words.of(other));
        Outcome outcome = macros.isBeyondAscii(target) ? none(other) : checkHost(other);
        return outcome.result() == SpfResult.NONE
                ? new Outcome(
                        SpfResult.PERMERROR, Words.of(domain) + " redirects to a record that is not there: " + other)
                : outcome;
    }

    private String tooManyLookups() {
        return "the record, with what it includes, asks DNS more than " + settings.lookups() + " times";
    }

    private Match match(Mechanism mechanism, String domain) {
        return switch (mechanism) {
            case Mechanism.All _ -> new Match.Yes("is for every address");
            case Mechanism.Ip(AddressRange range) -> compared(range.contains(query.address()));
            case Mechanism.Include(MacroString target) -> asking(Optional.of(target), domain, this::include);
            case Mechanism.A(Optional<MacroString> target, DualCidr cidr) ->
                asking(target, domain, name -> counted(addresses(name, cidr)));
            case Mechanism.Mx(Optional<MacroString> target, DualCidr cidr) ->
                asking(target, domain, name -> mx(name, cidr));
            case Mechanism.Ptr(Optional<MacroString> target) -> asking(target, domain, this::ptr);
            case Mechanism.Exists(MacroString target) ->
                asking(Optional.of(target), domain, name -> counted(exists(name)));
        };
    }

    private interface Question {
        Match of(String name);
    }

    private Match asking(Optional<MacroString> target, String domain, Question question) {
        if (!budget.allowsTerm()) {
            return new Match.End(SpfResult.PERMERROR, tooManyLookups());
        } else if (target.filter(macros::isBeyondAscii).isPresent()) {
            return new Match.No("the sender's local part is no ASCII and cannot be asked for");
        }
        return question.of(target.map(text -> macros.target(text, domain)).orElse(domain));
    }

    private static Match compared(boolean inside) {
        return inside ? new Match.Yes("the address is among them") : new Match.No("the address is not among them");
    }

    /** What a question brought: a match or none, or nothing at all, which is bounded. */
    private record Answer(Match match, boolean isVoid) {}

    private Match counted(Answer answer) {
        return answer.isVoid() && !budget.allowsVoid()
                ? new Match.End(
                        SpfResult.PERMERROR,
                        "more than " + settings.voidLookups() + " terms of the record ask for names that have nothing")
                : answer.match();
    }

    private static Answer nothingAt(String name) {
        return new Answer(new Match.No("there is nothing at " + Words.of(name)), true);
    }

    private static Answer unknown(String name, String why) {
        return new Answer(
                new Match.End(SpfResult.TEMPERROR, Words.of(name) + " cannot be asked for now: " + why), false);
    }

    /** RFC 7208 §5.3. */
    private Answer addresses(String name, DualCidr cidr) {
        boolean four = query.address() instanceof Inet4Address;
        return switch (budget.ask(() -> four ? resolver.a(name) : resolver.aaaa(name))) {
            case Lookup.Failed<InetAddress>(String why) -> unknown(name, why);
            case Lookup.NoData<InetAddress> _, Lookup.NoSuchName<InetAddress> _ -> nothingAt(name);
            case Lookup.Found<InetAddress>(List<InetAddress> found, var _) ->
                new Answer(
                        compared(found.stream()
                                .map(address -> AddressRange.around(address, cidr.four(), cidr.six()))
                                .anyMatch(range -> range.contains(query.address()))),
                        false);
        };
    }

    /** RFC 7208 §5.4. */
    private Match mx(String name, DualCidr cidr) {
        return switch (budget.ask(() -> resolver.mx(name))) {
            case Lookup.Failed<MxRecord>(String why) -> unknown(name, why).match();
            case Lookup.NoData<MxRecord> _, Lookup.NoSuchName<MxRecord> _ -> counted(nothingAt(name));
            case Lookup.Found<MxRecord>(List<MxRecord> records, var _) -> {
                List<MxRecord> real =
                        records.stream().filter(mx -> !mx.isNull()).toList();
                yield real.size() > settings.hosts()
                        ? new Match.End(
                                SpfResult.PERMERROR,
                                Words.of(name) + " has more than " + settings.hosts() + " mail servers")
                        : mxHosts(real, cidr);
            }
        };
    }

    private Match mxHosts(List<MxRecord> hosts, DualCidr cidr) {
        for (MxRecord host : hosts) {
            Match match = addresses(host.exchange(), cidr).match();
            if (!(match instanceof Match.No)) {
                return match;
            }
        }
        return compared(false);
    }

    /** RFC 7208 §5.5: what cannot be asked does not match. The names are the client's doing, and count for no void. */
    private Match ptr(String target) {
        return names().names().stream().anyMatch(name -> Targets.isWithin(name, target))
                ? new Match.Yes("the address has a name in " + Words.of(target))
                : new Match.No("the address has no confirmed name in " + Words.of(target));
    }

    private ConfirmedNames names() {
        ConfirmedNames known =
                names.orElseGet(() -> ConfirmedNames.of(query.address(), resolver, budget::ask, settings.hosts()));
        names = Optional.of(known);
        return known;
    }

    /** RFC 7208 §7.3: the domain itself, else a name below it, else any. */
    private String validatedName(String domain) {
        List<String> all = names().names();
        return all.stream()
                .filter(name -> name.equalsIgnoreCase(domain))
                .findFirst()
                .or(() -> all.stream()
                        .filter(name -> Targets.isWithin(name, domain))
                        .findFirst())
                .or(() -> all.stream().findFirst())
                .orElse("unknown");
    }

    /** RFC 7208 §5.7: A, also where the client speaks IPv6. */
    private Answer exists(String name) {
        return switch (budget.ask(() -> resolver.a(name))) {
            case Lookup.Failed<InetAddress>(String why) -> unknown(name, why);
            case Lookup.NoData<InetAddress> _, Lookup.NoSuchName<InetAddress> _ -> nothingAt(name);
            case Lookup.Found<InetAddress> _ -> new Answer(new Match.Yes(Words.of(name) + " exists"), false);
        };
    }

    /** RFC 7208 §5.2. */
    private Match include(String name) {
        Outcome inner = checkHost(name);
        return switch (inner.result()) {
            case PASS -> new Match.Yes(inner.reason());
            case FAIL, SOFTFAIL, NEUTRAL ->
                new Match.No("comes to " + inner.result().word());
            case TEMPERROR -> new Match.End(SpfResult.TEMPERROR, inner.reason());
            case PERMERROR, NONE -> new Match.End(SpfResult.PERMERROR, inner.reason());
        };
    }

    /** RFC 7208 §6.2: whatever is wrong with it, the verdict stands without. */
    private Optional<String> explanation(Source source) {
        return source.record().explanation().flatMap(text -> {
            String name = macros.target(text, source.domain());
            return switch (budget.ask(() -> resolver.txt(name))) {
                case Lookup.Found<String>(List<String> texts, var _)
                when texts.size() == 1 -> explained(texts.getFirst(), source.domain());
                case Lookup.Found<String> _, Lookup.NoData<String> _, Lookup.NoSuchName<String> _ -> Optional.empty();
                case Lookup.Failed<String> _ -> Optional.empty();
            };
        });
    }

    private Optional<String> explained(String text, String domain) {
        if (text.length() > settings.record().octets()) {
            return Optional.empty();
        }
        try {
            String words = macros.expand(MacroParser.explainString(text), domain);
            return words.isBlank() ? Optional.empty() : Optional.of(Words.of(words));
        } catch (MacroParser.SyntaxException _) {
            return Optional.empty();
        }
    }
}
