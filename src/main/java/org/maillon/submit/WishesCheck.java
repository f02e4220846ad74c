package org.maillon.submit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.FutureRelease;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.Wishes;

/** What is offered to whom of REQUIRETLS, FUTURERELEASE, DELIVERBY and MT-PRIORITY, and whether a message's wishes fit in that. */
public final class WishesCheck implements SenderCheck {
    private final Insiders insiders;
    private final InstantSource clock;
    private final SubmissionSettings settings;

    public WishesCheck(Insiders insiders, InstantSource clock, SubmissionSettings settings) {
        this.insiders = insiders;
        this.clock = clock;
        this.settings = settings;
    }

    /** EHLO's keywords for this client. */
    List<String> offers(Client client) {
        List<String> keywords = new ArrayList<>(4);
        if (client.link().tls().isPresent()) {
            keywords.add("REQUIRETLS"); // RFC 8689 §3: only here
        }
        if (insiders.include(client)) {
            Instant latest = clock.instant().plus(settings.holdMost()).truncatedTo(ChronoUnit.SECONDS);
            keywords.add("FUTURERELEASE " + settings.holdMost().toSeconds() + " " + latest);
            keywords.add("DELIVERBY " + settings.deliverByLeast().toSeconds());
            keywords.add("MT-PRIORITY MIXER");
        }
        return keywords;
    }

    @Override
    public boolean asksFirst() {
        return true;
    }

    @Override
    public Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters) {
        Wishes wishes = parameters.wishes();
        if (wishes.equals(Wishes.PLAIN)) {
            return Optional.empty();
        } else if (wishes.requireTls() && client.link().tls().isEmpty()) {
            return Optional.of(SubmissionReplies.needsTls());
        }
        return notForStrangers(client, wishes)
                .or(() -> wishes.release().flatMap(this::heldTooLong))
                .or(() -> wishes.deliverBy().flatMap(this::tooSoon));
    }

    private Optional<Reply> notForStrangers(Client client, Wishes wishes) {
        if (insiders.include(client)) {
            return Optional.empty();
        } else if (wishes.release().isPresent()) {
            return Optional.of(SubmissionReplies.notOffered("FUTURERELEASE"));
        } else if (wishes.deliverBy().isPresent()) {
            return Optional.of(SubmissionReplies.notOffered("DELIVERBY"));
        }
        return wishes.priority() == 0
                ? Optional.empty()
                : Optional.of(SubmissionReplies.notOffered("MT-PRIORITY")); // RFC 6710 §4.1: from whom we trust
    }

    private Optional<Reply> heldTooLong(FutureRelease release) {
        Instant now = clock.instant();
        Duration most = settings.holdMost();
        return release.of(now).isAfter(now.plus(most)) // RFC 4865 §4 (7)
                ? Optional.of(SubmissionReplies.heldTooLong(most))
                : Optional.empty();
    }

    /** RFC 2852 §4: what can only fail is not begun. */
    private Optional<Reply> tooSoon(DeliverBy by) {
        Duration least = settings.deliverByLeast();
        return by.mode() == DeliverBy.Mode.RETURN && by.within().compareTo(least) < 0
                ? Optional.of(SubmissionReplies.tooSoon(least))
                : Optional.empty();
    }
}
