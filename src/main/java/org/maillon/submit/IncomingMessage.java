package org.maillon.submit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.kernel.ByteWriter;
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
    private final Supplier<BlobWriter> contents;
    private final boolean holdsHeader;
    private final ByteWriter trace = new ByteWriter();
    private final ByteWriter front = new ByteWriter();
    private BlobWriter writer;
    private boolean mayBeKept;
    private final HeaderScanner seen = new HeaderScanner();
    private final ByteArrayOutputStream headerOctets = new ByteArrayOutputStream(2048);
    private Optional<Header> header = Optional.empty();
    private List<HeaderField> kept = List.of();
    private long size;
    private Optional<Reply> broken = Optional.empty();

    IncomingMessage(
            Transaction transaction,
            Taken.Receipt receipt,
            StreamBounds bounds,
            List<Stage> stages,
            Supplier<BlobWriter> contents) {
        this.transaction = transaction;
        this.receipt = receipt;
        this.bounds = bounds;
        this.stages = stages;
        this.contents = contents;
        this.writer = contents.get();
        this.holdsHeader = holdsHeader(stages);
    }

    private static boolean holdsHeader(List<Stage> stages) {
        for (Stage stage : stages) {
            if (stage.holdsHeader()) {
                return true;
            }
        }
        return false;
    }

    /** Our own trace field: no part of what the client sent, and of none of its bounds. */
    void prefix(byte[] field) {
        if (holdsHeader) {
            trace.raw(field);
        } else {
            keep(field, 0, field.length);
        }
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
            body(octets, from, length);
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
            body(octets, from + rest, length - rest);
        }
    }

    private void body(byte[] octets, int from, int length) {
        show(octets, from, length);
        keep(octets, from, length);
    }

    private void show(byte[] octets, int from, int length) {
        if (length > 0 && broken.isEmpty()) {
            stages.forEach(stage -> stage.writeKept(octets, from, length));
        }
    }

    private Header keepHeader() {
        byte[] whole = headerOctets.toByteArray();
        headerOctets.reset();
        Header read = Header.of(Bytes.wrap(whole));
        header = Optional.of(read);
        kept = kept(read.fields());
        if (kept.size() == read.fields().size()) {
            keepHeader(whole);
            return read;
        }
        ByteWriter left = new ByteWriter(whole.length);
        kept.forEach(field -> left.raw(field.octets()));
        keepHeader(left.raw(read.end()).toBytes().toArray());
        return read;
    }

    private void keepHeader(byte[] octets) {
        show(octets, 0, octets.length);
        if (holdsHeader) {
            front.raw(octets);
        } else {
            keep(octets, 0, octets.length);
        }
    }

    private List<HeaderField> kept(List<HeaderField> fields) {
        List<HeaderField> left = new ArrayList<>(fields.size());
        for (HeaderField field : fields) {
            if (!removed(field)) {
                left.add(field);
            }
        }
        return left;
    }

    private boolean removed(HeaderField field) {
        for (Stage stage : stages) {
            if (stage.removes(field)) {
                return true;
            }
        }
        return false;
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
            Optional<Taken.Front> held = holdsHeader
                    ? Optional.of(new Taken.Front(trace.toBytes(), front.toBytes(), Optional.empty()))
                    : Optional.empty();
            Taken.Text text = new Taken.Text(read, new Taken.Kept(kept, Optional.empty()), seen, held, writer.finish());
            return pass(new Taken(transaction, receipt, text, Handling.of(transaction.parameters())));
        } catch (StoreException e) {
            return answer(e);
        }
    }

    private Reply pass(Taken taken) {
        Taken message = taken;
        for (int at = 0; at < stages.size(); at++) {
            mayBeKept = at == stages.size() - 1;
            switch (stages.get(at).pass(message)) {
                case Stage.Step.Next(Taken next) -> message = withOtherBody(next);
                case Stage.Step.Answer(Reply reply) -> {
                    return reply;
                }
            }
        }
        throw new IllegalStateException("no stage answered for " + receipt.id());
    }

    private Taken withOtherBody(Taken taken) {
        Optional<Bytes> body = taken.text().front().flatMap(Taken.Front::body);
        if (body.isEmpty()) {
            return taken;
        }
        writer.abandon();
        writer = contents.get();
        writer.write(body.get().shared(), 0, body.get().length());
        Optional<Taken.Front> without =
                taken.text().front().map(front -> new Taken.Front(front.trace(), front.header(), Optional.empty()));
        Taken.Kept leaves = new Taken.Kept(taken.text().kept().fields(), body);
        return taken.with(new Taken.Text(taken.header(), leaves, taken.text().seen(), without, writer.finish()));
    }

    private Reply answer(StoreException e) {
        log.error("{} from {} not kept: {}", receipt.id(), transaction.client().origin(), e.getMessage());
        return e.isFull() ? SubmitReplies.STORE_FULL : SubmitReplies.STORE_BROKEN;
    }

    @Override
    public void close() {
        if (mayBeKept) {
            writer.close();
        } else {
            writer.abandon(); // what a stage has refused need not lie there until the next start
        }
        stages.forEach(Stage::close);
    }
}
