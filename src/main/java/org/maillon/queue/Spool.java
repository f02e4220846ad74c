package org.maillon.queue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.PendingBlob;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.wire.address.ReversePath;

/** The queue's rows and contents: writes them into batches, reads them back, and keeps the latest at hand. */
final class Spool {
    static final int FRESH = Integer.MAX_VALUE;

    private static final int PAGE = 1000;

    private final Store store;
    private final Cache<QueueId, Kept> recent;
    private final AtomicInteger traceSerial;

    Spool(Store store, QueueSettings settings, int firstTraceSerial) {
        this.store = store;
        this.traceSerial = new AtomicInteger(firstTraceSerial);
        this.recent = Caffeine.newBuilder()
                .maximumWeight(settings.recentMemory().octets())
                .weigher((QueueId _, Kept kept) -> kept.weight())
                .executor(Runnable::run)
                .build();
    }

    static int upTo(Share share) {
        int last = 0;
        for (int number : share.tried()) {
            last = Math.max(last, number);
        }
        return last + 1;
    }

    Store store() {
        return store;
    }

    // ---- a message comes

    /** The rows of a new message: envelope, content, first trace line, the addresses by which it is found. */
    void add(Batch.Builder batch, QueueId id, Taking taking, TraceLine taken) {
        Envelope envelope = taking.envelope();
        PendingBlob content = taking.content();
        List<String> references = new ArrayList<>(2);
        references.add(Rows.QUEUE_REFERENCE);
        for (int n = 0; n < envelope.recipients().size(); n++) {
            if (isLocal(envelope.recipients().get(n))) {
                references.add(Rows.reference(n));
            }
        }
        batch.keep(content, references)
                .put(Rows.envelope(id), new EnvelopeRow(envelope, content.size(), taking.treatment()).toBytes());
        trace(batch, id, taken);
        taking.treatment().held().ifPresent(why -> {
            batch.put(Rows.hold(id), new HoldRow(taken.at(), why, true).toBytes());
            trace(batch, id, new TraceLine(taken.at(), TraceLine.Kind.HELD, List.of(), "in quarantine, " + why));
        });
        Set<String> addresses = new LinkedHashSet<>();
        if (envelope.sender() instanceof ReversePath.Sender(var sender)) {
            addresses.add(sender.toString());
        }
        envelope.recipients()
                .forEach(recipient -> addresses.add(recipient.address().toString()));
        addresses.forEach(address -> index(batch, id, taken.at(), address));
    }

    void index(Batch.Builder batch, QueueId id, Instant at, String address) {
        batch.put(Rows.address(Rows.day(at), address, id), Bytes.EMPTY);
    }

    void trace(Batch.Builder batch, QueueId id, TraceLine line) {
        batch.put(Rows.trace(id, line.at(), traceSerial.getAndIncrement() & Integer.MAX_VALUE), line.toBytes());
    }

    void remember(QueueId id, Taking taking) {
        PendingBlob content = taking.content();
        recent.put(id, new Kept(taking.envelope(), content.size(), taking.treatment(), content.inline()));
    }

    void forget(QueueId id) {
        recent.invalidate(id);
    }

    /** What is at hand follows what was recorded. */
    void settled(QueueId id, Settler.Settled settled) {
        if (settled.settlement().openAfter() == 0
                || !settled.settlement().appended().isEmpty()) {
            forget(id);
        }
        settled.notice().ifPresent(notice -> remember(notice.id(), notice.taking()));
    }

    // ---- a message is read

    /**
     * Empty where there is no such message (any more).
     *
     * @param hasMoreRows whether recipients may have been appended
     * @param recipients how many the caller knows of: an older copy at hand may know fewer; {@link #FRESH}: read it anew
     */
    Optional<Kept> load(QueueId id, boolean hasMoreRows, int recipients) {
        Kept known = recent.getIfPresent(id);
        if (known != null && known.envelope().recipients().size() >= recipients) {
            return Optional.of(known);
        }
        Optional<Kept> read = store.get(Rows.partition(id), Rows.envelope(id)).map(value -> {
            EnvelopeRow row = EnvelopeRow.read(value);
            Envelope envelope = hasMoreRows ? withAppended(id, row.envelope()) : row.envelope();
            return new Kept(envelope, row.size(), row.treatment(), Optional.empty());
        });
        read.ifPresent(kept -> recent.put(id, kept));
        return read;
    }

    private Envelope withAppended(QueueId id, Envelope envelope) {
        List<Recipient> appended = new ArrayList<>();
        var range = Rows.allAppended(id);
        List<Row> page = store.scan(Rows.partition(id), range, PAGE, Store.Direction.FORWARD);
        while (!page.isEmpty()) {
            page.forEach(row -> appended.add(EnvelopeRow.readAppended(row.value())));
            range = range.after(page.getLast().key());
            page = page.size() < PAGE
                    ? List.of()
                    : store.scan(Rows.partition(id), range, PAGE, Store.Direction.FORWARD);
        }
        return withMore(envelope, appended);
    }

    static Envelope withMore(Envelope envelope, List<Recipient> appended) {
        if (appended.isEmpty()) {
            return envelope;
        }
        List<Recipient> all = new ArrayList<>(envelope.recipients());
        all.addAll(appended);
        return new Envelope(
                envelope.sender(),
                envelope.parameters(),
                all,
                envelope.tenant(),
                envelope.server(),
                envelope.arrived(),
                envelope.origin());
    }

    Courier.Content content(QueueId id, Kept kept) {
        BlobId blob = Rows.blob(id);
        return new Courier.Content() {
            @Override
            public long size() {
                return kept.total();
            }

            @Override
            public Treatment treatment() {
                return kept.treatment();
            }

            @Override
            public InputStream open() {
                byte[] head = kept.treatment().head().shared();
                return head.length == 0
                        ? blobAlone()
                        : new SequenceInputStream(new ByteArrayInputStream(head), blobAlone());
            }

            private InputStream blobAlone() {
                if (kept.content().isPresent()) {
                    return new ByteArrayInputStream(kept.content().get().shared());
                }
                return store.blobs()
                        .read(blob)
                        .orElseThrow(() -> StoreException.broken(
                                "the content of " + id + " is gone", new IllegalStateException("no blob " + blob)));
            }

            @Override
            public BlobId blob() {
                return blob;
            }

            @Override
            public String reference(int number) {
                return Rows.reference(number);
            }
        };
    }

    boolean hasContent(QueueId id, Kept kept) {
        return kept.content().isPresent() || store.blobs().size(Rows.blob(id)).isPresent();
    }

    static boolean isLocal(Recipient recipient) {
        return recipient.destination().equals(Destination.LOCAL);
    }
}
