package org.maillon.queue;

import java.util.ArrayList;
import java.util.List;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;

/** What a batch of the queue writes, for a simulation that keeps the queue's books a second time. */
public final class BatchReader {
    public sealed interface Entry {
        /** Its key: who writes it twice has written it once. */
        Bytes row();
    }

    public record Taken(Bytes row, QueueId id, Envelope envelope) implements Entry {}

    public record Appended(Bytes row, QueueId id, Recipient recipient) implements Entry {}

    public record Told(Bytes row, QueueId id, TraceLine line) implements Entry {}

    private BatchReader() {}

    public static boolean isQueue(Batch batch) {
        return batch.partition().name().startsWith("queue/")
                && !batch.partition().equals(Rows.REFUSED);
    }

    /** In the order of the batch, the messages first: their stories follow from them. */
    public static List<Entry> read(Batch batch) {
        List<Entry> messages = new ArrayList<>();
        List<Entry> lines = new ArrayList<>();
        for (Batch.Change change : batch.changes()) {
            if (change instanceof Batch.Change.Put(Bytes key, Bytes value)) {
                if (key.at(0) == 't') {
                    lines.add(new Told(key, Rows.idOf(key), TraceLine.read(Rows.timeOfTrace(key), value)));
                } else if (key.at(0) == 'm' && Rows.kindOf(key) == 'm') {
                    messages.add(new Taken(
                            key, Rows.idOf(key), EnvelopeRow.read(value).envelope()));
                } else if (key.at(0) == 'm' && Rows.kindOf(key) == 'x') {
                    messages.add(new Appended(key, Rows.idOf(key), EnvelopeRow.readAppended(value)));
                }
            }
        }
        messages.addAll(lines);
        return messages;
    }

    public static Bytes prefixOfLiveRows() {
        return Bytes.utf8("m");
    }
}
