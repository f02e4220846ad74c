package org.maillon.submit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.id.TenantId;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.wire.message.ReceivedField;

/** Opens messages, and knows the stages each passes at its end. Whoever adds a stage adds a file, and a line here. */
public final class EndOfData {
    private final Queue queue;
    private final InstantSource clock;
    private final String hostName;
    private final List<Stage> stages;

    public EndOfData(Queue queue, InstantSource clock, String hostName) {
        this(queue, clock, hostName, Passages.NONE);
    }

    public EndOfData(Queue queue, InstantSource clock, String hostName, Passages passages) {
        this.queue = queue;
        this.clock = clock;
        this.hostName = hostName;
        this.stages = List.of(new BodyTypeStage(), new KeepStage(queue, passages));
    }

    Incoming open(Transaction transaction, TenantId tenant, SubmitSettings settings) {
        QueueId id = queue.nextId();
        Instant arrived = clock.instant();
        Taken.Receipt receipt = new Taken.Receipt(id, arrived, tenant);
        IncomingMessage message =
                new IncomingMessage(transaction, receipt, new StreamBounds(settings), stages, queue.content(id));
        message.prefix(received(transaction, id, arrived));
        return message;
    }

    private byte[] received(Transaction transaction, QueueId id, Instant arrived) {
        Client client = transaction.client();
        Optional<String> only = transaction.recipients().size() == 1
                ? Optional.of(transaction.recipients().getFirst().address().toString())
                : Optional.empty();
        return new ReceivedField(
                        client.greeting(), client.address(), hostName, client.protocol(), id.toString(), only, arrived)
                .toOctets();
    }
}
