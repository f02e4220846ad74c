package org.maillon.submit;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobWriter;
import org.maillon.store.StoreException;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;
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
    private final ByteArrayOutputStream headerOctets = new ByteArrayOutputStream(2048);
    private Optional<Header> header = Optional.empty();
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
            return;
        }
        for (Stage stage : stages) {
            stage.write(octets, from, length);
        }
        if (header.isPresent()) {
            keep(octets, from, length);
        } else {
            gather(octets, from, length);
        }
    }

    /** The header is kept once it is whole: which of its fields stay is not known before. */
    private void gather(byte[] octets, int from, int length) {
        int rest = (int) Math.min(length, seen.headerSize() - headerOctets.size());
        headerOctets.write(octets, from, rest);
        if (seen.headerEnded()) {
            keepHeader();
            keep(octets, from + rest, length - rest);
        }
    }

    private Header keepHeader() {
        byte[] whole = headerOctets.toByteArray();
        headerOctets.reset();
        Header read = Header.of(Bytes.wrap(whole));
        header = Optional.of(read);
        if (read.fields().stream().noneMatch(this::removed)) {
            keep(whole, 0, whole.length);
            return read;
        }
        for (HeaderField field : read.fields()) {
            if (!removed(field)) {
                keep(field.octets().shared(), 0, field.octets().length());
            }
        }
        keep(read.end().shared(), 0, read.end().length());
        return read;
    }

    private boolean removed(HeaderField field) {
        return stages.stream().anyMatch(stage -> stage.removes(field));
    }

    private void keep(byte[] octets, int from, int length) {
        if (broken.isPresent()) {
            return;
        }
        try {
            writer.write(octets, from, length);
        } catch (StoreException e) {
            broken = Optional.of(answer(e));
            writer.close();
        }
    }

    @Override
    public Reply finish() {
        Header read = header.orElseGet(this::keepHeader);
        if (broken.isPresent()) {
            return broken.get();
        }
        try {
            Taken.Text text = new Taken.Text(read, seen, writer.finish());
            return pass(new Taken(transaction, receipt, text, Handling.of(transaction.parameters())));
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
        stages.forEach(Stage::close);
    }
}
