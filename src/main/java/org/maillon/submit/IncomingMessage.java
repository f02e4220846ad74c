package org.maillon.submit;

import java.util.List;
import java.util.Optional;
import org.maillon.store.BlobWriter;
import org.maillon.store.StoreException;
import org.maillon.wire.message.HeaderScanner;
import org.maillon.wire.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams a message into the store while watching its bounds; what breaks one is swallowed to its end, then answered. */
final class IncomingMessage implements Incoming {
    private static final Logger log = LoggerFactory.getLogger(IncomingMessage.class);

    private final Transaction transaction;
    private final Taken.Receipt receipt;
    private final StreamBounds bounds;
    private final List<Stage> stages;
    private final BlobWriter writer;
    private final HeaderScanner seen = new HeaderScanner();
    private long size;
    private Optional<Reply> broken = Optional.empty();

    IncomingMessage(
            Transaction transaction,
            Taken.Receipt receipt,
            StreamBounds bounds,
            List<Stage> stages,
            BlobWriter writer) {
        this.transaction = transaction;
        this.receipt = receipt;
        this.bounds = bounds;
        this.stages = stages;
        this.writer = writer;
    }

    /** Our own trace field: no part of what the client sent, and of none of its bounds. */
    void prefix(byte[] field) {
        keep(field, 0, field.length);
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        if (broken.isPresent()) {
            return;
        }
        size += length;
        seen.feed(octets, from, length);
        broken = bounds.broken(seen, size);
        if (broken.isPresent()) {
            writer.close();
        } else {
            keep(octets, from, length);
        }
    }

    private void keep(byte[] octets, int from, int length) {
        try {
            writer.write(octets, from, length);
        } catch (StoreException e) {
            broken = Optional.of(answer(e));
            writer.close();
        }
    }

    @Override
    public Reply finish() {
        if (broken.isPresent()) {
            return broken.get();
        }
        try {
            return pass(new Taken(transaction, receipt, transaction.parameters(), seen, writer.finish()));
        } catch (StoreException e) {
            return answer(e);
        }
    }

    private Reply pass(Taken taken) {
        Taken message = taken;
        for (Stage stage : stages) {
            switch (stage.pass(message)) {
                case Stage.Step.Next(Taken next) -> message = next;
                case Stage.Step.Answer(Reply reply) -> {
                    return reply;
                }
            }
        }
        throw new IllegalStateException("no stage answered for " + receipt.id());
    }

    private Reply answer(StoreException e) {
        log.error("{} from {} not kept: {}", receipt.id(), transaction.client().origin(), e.getMessage());
        return e.isFull() ? SubmitReplies.STORE_FULL : SubmitReplies.STORE_BROKEN;
    }

    @Override
    public void close() {
        writer.close();
    }
}
