package org.maillon.deliver.remote;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.queue.Recipient;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Wishes;

/** What a peer has answered 250 to in the transaction that is open: a sender, and recipients. */
record HeardEnvelope(ReversePath sender, MailParameters declared, List<Heard> recipients) {
    private static final Duration CLOSE = Duration.ofMinutes(1);

    HeardEnvelope {
        recipients = List.copyOf(recipients);
    }

    record Heard(Address address, RcptParameters parameters) {
        static Heard of(Recipient recipient) {
            return new Heard(recipient.address(), recipient.parameters());
        }
    }

    HeardEnvelope plus(Heard recipient) {
        List<Heard> more = new ArrayList<>(recipients);
        more.add(recipient);
        return new HeardEnvelope(sender, declared, more);
    }

    boolean saysTheSame(ReversePath otherSender, MailParameters others) {
        return sender.equals(otherSender) && declared.equals(others);
    }

    /** The slots of those recipients, where the message fits what was said of it; recipients that are missing can still be named. */
    Optional<List<Integer>> slotsIn(Turn turn) {
        if (!sender.equals(turn.journey.errand().envelope().sender()) || !fits(turn.shape.declared())) {
            return Optional.empty();
        }
        Map<Heard, Deque<Integer>> unheard = new HashMap<>();
        for (int slot : turn.slots) {
            unheard.computeIfAbsent(Heard.of(turn.journey.errand().recipient(slot)), _ -> new ArrayDeque<>(1))
                    .add(slot);
        }
        List<Integer> slots = new ArrayList<>(recipients.size());
        for (Heard heard : recipients) {
            Deque<Integer> same = unheard.get(heard);
            if (same == null || same.isEmpty()) {
                return Optional.empty(); // the peer would give the message to somebody whom it is not for
            }
            slots.add(same.removeFirst());
        }
        return Optional.of(slots);
    }

    /** A binary message goes by BDAT, which a peer that has hung up swallows like one that listens: it begins anew. */
    private boolean fits(MailParameters now) {
        return now.body() != BodyType.BINARY_MIME
                && declared.body() == now.body()
                && declared.utf8() == now.utf8()
                && declared.returned().equals(now.returned())
                && declared.envelopeId().equals(now.envelopeId())
                && isMuchTheSame(declared.wishes(), now.wishes())
                && declared.size().orElse(Long.MAX_VALUE) >= now.size().orElse(0); // RFC 1870 §5
    }

    /** The time that has gone by since then is not worth another conversation. */
    private static boolean isMuchTheSame(Wishes then, Wishes now) {
        return then.requireTls() == now.requireTls()
                && then.priority() == now.priority()
                && then.deliverBy().isPresent() == now.deliverBy().isPresent()
                && then.deliverBy().map(by -> isClose(by, now)).orElse(true);
    }

    private static boolean isClose(DeliverBy then, Wishes now) {
        return now.deliverBy()
                .filter(by -> by.mode() == then.mode() && by.trace() == then.trace())
                .filter(by -> then.within().minus(by.within()).abs().compareTo(CLOSE) <= 0)
                .isPresent();
    }
}
