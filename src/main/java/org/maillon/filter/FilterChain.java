package org.maillon.filter;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.net.Dialer;
import org.maillon.wire.smtp.Reply;

/** The links that the configuration lists, in their order. */
public final class FilterChain implements AutoCloseable {
    private final List<FilterLink> links;

    FilterChain(List<FilterLink> links) {
        this.links = List.copyOf(links);
    }

    /** @param clock one that nobody sets */
    public static FilterChain of(List<FilterSetting> settings, Dialer dialer, InstantSource clock) {
        return new FilterChain(settings.stream()
                .sorted(Comparator.comparingInt(FilterSetting::order))
                .map(setting -> new FilterLink(setting, dialer, clock))
                .toList());
    }

    public List<FilterLink> links() {
        return links;
    }

    /** For one message; empty where no link wants to see it. Nothing is said to any yet. */
    public Optional<Passing> open(String server, FilterSetting.Role role, boolean outgoing) {
        if (links.isEmpty()) {
            return Optional.empty();
        }
        List<Hearing> hearings = links.stream()
                .filter(link -> link.setting().sees(server, role, outgoing))
                .map(FilterLink::open)
                .toList();
        return hearings.isEmpty() ? Optional.empty() : Optional.of(new Passing(hearings));
    }

    /** One message before one link alone, whoever it is from. */
    public Passing openAt(FilterLink link) {
        return new Passing(List.of(link.open()));
    }

    /** About once a second. */
    public void sweep() {
        links.forEach(FilterLink::sweep);
    }

    @Override
    public void close() {
        links.forEach(FilterLink::close);
    }

    /**
     * What all links together found.
     *
     * @param by the link whose verdict it is; empty where all accept
     * @param wishes each link's edits, in the order of the links
     * @param said a clause for each link, for the message's story: {@code rspamd: no action, score 1.2 of 15.0}
     */
    public record Outcome(Verdict verdict, String by, List<List<Edit>> wishes, List<String> said) {
        public Outcome {
            wishes = List.copyOf(wishes);
            said = List.copyOf(said);
        }

        /** Those of all links. */
        public List<Edit> edits() {
            return wishes.stream().flatMap(List::stream).toList();
        }
    }

    /** One message on its way along the chain. One thread at a time. */
    public static final class Passing implements AutoCloseable {
        private final List<Hearing> hearings;

        private Passing(List<Hearing> hearings) {
            this.hearings = hearings;
        }

        /** Whether a link may want fields changed that the client sent. */
        public boolean mayChangeHeader() {
            return hearings.stream()
                    .anyMatch(hearing -> hearing.link().setting().kind() != FilterSetting.Kind.CLAMD);
        }

        /** The answer to MAIL, where a link objects. */
        public Optional<Reply> sender(Handover soFar) {
            return hearings.stream()
                    .flatMap(hearing -> reply(hearing.sender(soFar)).stream())
                    .findFirst();
        }

        /** The answer to RCPT, where a link objects; the recipient is the last. */
        public Optional<Reply> recipient(Handover soFar) {
            return hearings.stream()
                    .flatMap(hearing -> reply(hearing.recipient(soFar)).stream())
                    .findFirst();
        }

        /** What is thrown away is taken first. */
        private static Optional<Reply> reply(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Accept _, Verdict.Junk _, Verdict.Quarantine _, Verdict.Discard _ -> Optional.empty();
                case Verdict.Later(Reply reply) -> Optional.of(reply);
                case Verdict.Reject(Reply reply) -> Optional.of(reply);
            };
        }

        public void begin(Handover all) {
            hearings.forEach(hearing -> hearing.begin(all));
        }

        public void write(byte[] octets, int from, int length) {
            hearings.forEach(hearing -> hearing.write(octets, from, length));
        }

        /** The gravest verdict counts; of two that are equal, the earlier. Behind one that is final nobody is asked. */
        public Outcome finish() {
            Verdict gravest = Verdict.accept();
            String by = "";
            List<List<Edit>> wishes = new ArrayList<>();
            List<String> said = new ArrayList<>();
            for (Hearing hearing : hearings) {
                Finding finding = hearing.finish();
                String title = hearing.link().setting().title();
                said.add(title + ": " + finding.why());
                wishes.add(finding.edits());
                if (finding.verdict().weight() > gravest.weight()) {
                    gravest = finding.verdict();
                    by = title + ": " + finding.why();
                }
                if (gravest.isFinal()) {
                    break;
                }
            }
            return new Outcome(gravest, by, wishes, said);
        }

        /** Always. */
        @Override
        public void close() {
            hearings.forEach(Hearing::close);
        }
    }
}
