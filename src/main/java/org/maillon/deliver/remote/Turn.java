package org.maillon.deliver.remote;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.PeerExtensions;

/** One mail transaction in the making (RFC 5321 §3.3), and what the peer has said to it so far. */
final class Turn {
    final PeerSession session;
    final Journey journey;
    final Shape shape;
    final List<Integer> slots;

    /** Whom the peer has taken. */
    final List<Integer> accepted = new ArrayList<>();

    /** Its sender, and those accepted at the start, the peer has heard already: only the rest is said. */
    final boolean isContinued;

    /** A refusal of MAIL: it concerns all that are pending. */
    Optional<Reply> mailRefused = Optional.empty();

    /** The answer to DATA: 354, or a refusal. */
    Optional<Reply> dataAnswer = Optional.empty();

    /** The peer says good-bye (421), or its session is of no more use. */
    Optional<HopTrouble> leaving = Optional.empty();

    /** All of the message is out, its answer is not in: the peer may have taken it. */
    boolean inDoubt;

    Turn(PeerSession session, Journey journey, Shape shape, int mostRecipients) {
        this.session = session;
        this.journey = journey;
        this.shape = shape;
        this.slots = choose(journey, session, mostRecipients);
        this.isContinued = false;
    }

    /** The second half of {@code whole}. By DATA, whatever its shape: its answer shows that the peer still listens. */
    private Turn(Turn whole, List<Integer> heard) {
        this.session = whole.session;
        this.journey = whole.journey;
        this.shape = new Shape(whole.shape.declared(), false);
        this.slots = whole.slots;
        this.isContinued = true;
        accepted.addAll(heard);
    }

    /** Itself, or what is left of it where the session has heard the envelope of this very message. */
    Turn continuing() {
        Optional<List<Integer>> heard = session.heard().flatMap(envelope -> envelope.slotsIn(this));
        session.forgets();
        return heard.map(slots -> new Turn(this, slots)).orElse(this);
    }

    /**
     * As many of those pending as one transaction may name: what the peer says (RFC 9422 §4 RCPTMAX, RCPTDOMAINMAX), be it
     * more than we would dare, but no more than it took when it last said that it was too many.
     */
    private static List<Integer> choose(Journey journey, PeerSession session, int mostUntold) {
        PeerExtensions.Limits limits = session.extensions().limits();
        int most = Math.min(session.mostTaken(), limits.recipients().orElse(mostUntold));
        int mostDomains = limits.domains().orElse(Integer.MAX_VALUE);
        List<Integer> chosen = new ArrayList<>();
        Set<Domain> domains = new HashSet<>();
        for (int slot : journey.pending()) {
            Domain domain = journey.errand().recipient(slot).address().domain();
            boolean fits = chosen.size() < most && (domains.contains(domain) || domains.size() < mostDomains);
            if (fits) {
                domains.add(domain);
                chosen.add(slot);
            }
        }
        return chosen;
    }

    boolean isOver() {
        return leaving.isPresent() || mailRefused.isPresent();
    }

    boolean mayGoOn() {
        return dataAnswer.map(answer -> answer.code() / 100 == 3).orElse(false);
    }
}
