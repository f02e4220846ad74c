package org.maillon.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.queue.Envelope;
import org.maillon.queue.Queue;
import org.maillon.queue.Taking;
import org.maillon.queue.Treatment;
import org.maillon.store.PendingBlob;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.Wishes;

/** Law 1: durable, then 250. */
final class KeepStage implements Stage {
    private final Queue queue;
    private final Passages passages;

    KeepStage(Queue queue, Passages passages) {
        this.queue = queue;
        this.passages = passages;
    }

    @Override
    public Step pass(Taken message) {
        Transaction transaction = message.transaction();
        Client client = transaction.client();
        Taken.Receipt receipt = message.receipt();
        Envelope envelope = new Envelope(
                transaction.sender(),
                message.parameters(),
                transaction.recipients(),
                receipt.tenant(),
                client.server(),
                receipt.arrived(),
                client.origin());
        client.passage().ifPresent(passage -> passages.becomes(passage, receipt.id()));
        Handling handling = message.handling();
        PendingBlob content = message.text().content();
        Treatment treatment = treatment(handling, message.text().front());
        long size = treatment.head().length() + content.size();
        queue.enqueue(
                receipt.id(), new Taking(envelope, treatment, content), taken(client, size, told(envelope, handling)));
        return new Step.Answer(SubmitReplies.queued(receipt.id()));
    }

    private static Treatment treatment(Handling handling, Optional<Taken.Front> front) {
        Bytes added = handling.head().stream().reduce(Bytes.EMPTY, Bytes::plus);
        Bytes head =
                front.map(held -> added.plus(held.trace()).plus(held.header())).orElse(added);
        return switch (handling.disposition()) {
            case Disposition.Deliver _ -> new Treatment(head, false, Optional.empty());
            case Disposition.Junk _ -> new Treatment(head, true, Optional.empty());
            case Disposition.Quarantine(String why) -> new Treatment(head, false, Optional.of(why));
        };
    }

    private static String taken(Client client, long size, List<String> said) {
        String how = "from " + client.origin() + " by " + client.protocol() + ", " + size + " octets";
        return said.isEmpty() ? how : how + "; " + String.join("; ", said);
    }

    /** What the stages did, then what the sender wished. */
    private static List<String> told(Envelope envelope, Handling handling) {
        Wishes wishes = envelope.parameters().wishes();
        List<String> told = new ArrayList<>(handling.said());
        wishes.release().ifPresent(release -> told.add("to be sent at " + release.of(envelope.arrived())));
        wishes.deliverBy()
                .ifPresent(by -> told.add("to be delivered by " + by.deadline(envelope.arrived())
                        + (by.mode() == DeliverBy.Mode.RETURN ? ", or to go back" : ", or its sender to be told")));
        if (wishes.priority() != 0) {
            told.add("priority " + wishes.priority());
        }
        if (wishes.requireTls()) {
            told.add("only under TLS");
        }
        return told;
    }
}
