package org.maillon.submit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.id.TenantId;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.wire.message.ReceivedField;

/** Opens messages, each with the stages it passes. Whoever adds a stage adds a file, and a line where the program is joined. */
public final class EndOfData {
    private final Queue queue;
    private final InstantSource clock;
    private final String hostName;
    private final Passages passages;
    private final List<Stage.Maker> makers;

    public EndOfData(Queue queue, InstantSource clock, String hostName) {
        this(queue, clock, hostName, Passages.NONE, List.of());
    }

    /** @param makers of the stages between the first look at a message and its keeping, in their order */
    public EndOfData(Queue queue, InstantSource clock, String hostName, Passages passages, List<Stage.Maker> makers) {
        this.queue = queue;
        this.clock = clock;
        this.hostName = hostName;
        this.passages = passages;
        this.makers = List.copyOf(makers);
    }

    Incoming open(Transaction transaction, TenantId tenant, SubmitSettings settings) {
        QueueId id = queue.nextId();
        Instant arrived = clock.instant();
        Taken.Receipt receipt = new Taken.Receipt(id, arrived, tenant);
        List<Stage> stages = stages(transaction, receipt);
        IncomingMessage message =
                new IncomingMessage(transaction, receipt, new StreamBounds(settings), stages, () -> queue.content(id));
        boolean silent = stages.stream().anyMatch(Stage::hidesClient);
        message.prefix(received(transaction, receipt, silent));
        return message;
    }

    private List<Stage> stages(Transaction transaction, Taken.Receipt receipt) {
        List<Stage> stages = new ArrayList<>(makers.size() + 2);
        stages.add(new BodyTypeStage());
        for (Stage.Maker maker : makers) {
            maker.open(transaction, receipt).ifPresent(stages::add);
        }
        stages.add(new KeepStage(queue, passages));
        return List.copyOf(stages);
    }

    private byte[] received(Transaction transaction, Taken.Receipt receipt, boolean silent) {
        Client client = transaction.client();
        Optional<String> only = transaction.recipients().size() == 1
                ? Optional.of(transaction.recipients().getFirst().address().toString())
                : Optional.empty();
        Optional<ReceivedField.From> from =
                silent ? Optional.empty() : Optional.of(new ReceivedField.From(client.greeting(), client.address()));
        String id = receipt.id().toString();
        return new ReceivedField(from, hostName, client.with(), id, only, receipt.arrived()).toOctets();
    }
}
