package org.maillon.reports;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;

/**
 * The rows of the partition {@code reports}: a journal.
 *
 * <pre>
 * key                        value (its first octet is the format's)
 * D day(4) domain            the DMARC tally of a domain's day (DmarcRows)
 * T day(4) domain            the TLS tally of a domain's day (TlsRows)
 * R millis(8) id(4)          a received report (ReceivedRows)
 * </pre>
 */
final class Ledger {
    static final Partition PARTITION = Partition.journal("reports");
    private static final int PAGE = 200;

    private final Store store;

    Ledger(Store store) {
        this.store = store;
    }

    enum Kind {
        DMARC('D'),
        TLS('T'),
        RECEIVED('R');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        private Bytes prefix() {
            return Bytes.wrap(new byte[] {(byte) letter});
        }
    }

    /** A domain's day, in UTC. */
    record Day(long epochDay, String domain) implements Comparable<Day> {
        @Override
        public int compareTo(Day other) {
            int byDay = Long.compare(epochDay, other.epochDay);
            return byDay != 0 ? byDay : domain.compareTo(other.domain);
        }
    }

    private static Bytes key(Kind kind, Day day) {
        return new ByteWriter()
                .raw(kind.prefix())
                .int32((int) day.epochDay())
                .raw(day.domain().getBytes(StandardCharsets.UTF_8))
                .toBytes();
    }

    void put(Kind kind, Day day, Bytes value) {
        put(key(kind, day), value);
    }

    void delete(Kind kind, Day day) {
        delete(key(kind, day));
    }

    void each(Kind kind, BiConsumer<Day, Bytes> told) {
        eachRow(kind, row -> {
            ByteReader key = new ByteReader(row.key().slice(1, 5));
            told.accept(
                    new Day(key.int32(), row.key().slice(5, row.key().length()).asUtf8()), row.value());
        });
    }

    void eachRow(Kind kind, Consumer<Row> told) {
        KeyRange left = KeyRange.prefix(kind.prefix());
        while (true) {
            List<Row> page = store.scan(PARTITION, left, PAGE, Store.Direction.FORWARD);
            page.forEach(told);
            if (page.size() < PAGE) {
                return;
            }
            left = left.after(page.getLast().key());
        }
    }

    Bytes receivedKey(long millis, int number) {
        return new ByteWriter()
                .raw(Kind.RECEIVED.prefix())
                .int64(millis)
                .int32(number)
                .toBytes();
    }

    Optional<Bytes> get(Bytes key) {
        return store.get(PARTITION, key);
    }

    void put(Bytes key, Bytes value) {
        store.commit(Batch.of(PARTITION).put(key, value).build());
    }

    void delete(Bytes key) {
        store.commit(Batch.of(PARTITION).delete(key).build());
    }
}
