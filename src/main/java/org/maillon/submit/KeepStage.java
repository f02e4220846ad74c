package org.maillon.submit;

import org.maillon.queue.Envelope;
import org.maillon.queue.Queue;

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
        queue.enqueue(
                receipt.id(),
                envelope,
                message.content(),
                taken(client, message.content().size()));
        return new Step.Answer(SubmitReplies.queued(receipt.id()));
    }

    private static String taken(Client client, long size) {
        return "from " + client.origin() + " by " + client.protocol() + ", " + size + " octets";
    }
}
