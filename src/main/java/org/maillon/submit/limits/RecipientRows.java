package org.maillon.submit.limits;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteReader.DamagedRowException;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.wire.address.Address;

/**
 * Whom accounts have written to, and which accounts are held. The journal {@code limits}, each row written blind over the
 * one before:
 *
 * <pre>
 * key                        value (after the format's octet)
 * r account(8) hash(8)       when the account first wrote to that recipient
 * a account(8)               when the account was last released, and since when it is held, where it is
 * </pre>
 *
 * The hash is the first eight octets of the SHA-256 of the address in small letters: two in 20,000 that share one are
 * met once in 10^11 accounts, and would be taken for known.
 */
final class RecipientRows {
    private static final Partition PARTITION = Partition.journal("limits");
    private static final int FORMAT = 1;
    private static final int PAGE = 1000;
    private static final int KEY = 17;

    private final Store store;

    RecipientRows(Store store) {
        this.store = store;
    }

    /** A recipient as it is remembered. */
    record Known(long hash, Instant since) {}

    /** What a person has done about an account, and what is done with it. */
    record Mark(Instant released, Optional<Instant> heldSince) {
        static final Mark NONE = new Mark(Instant.EPOCH, Optional.empty());
    }

    static long hash(Address recipient) {
        Bytes text = Bytes.utf8(recipient.toString().toLowerCase(Locale.ROOT));
        byte[] digest = Crypto.digest("SHA-256").digest(text.shared());
        return new ByteReader(Bytes.wrap(Arrays.copyOf(digest, 8))).int64();
    }

    List<Known> read(AccountId account) {
        List<Known> found = new ArrayList<>();
        KeyRange rest = KeyRange.prefix(prefix('r', account));
        List<Row> page;
        do {
            page = store.scan(PARTITION, rest, PAGE, Store.Direction.FORWARD);
            page.forEach(row -> found.add(known(row)));
            rest = page.isEmpty() ? rest : rest.after(page.getLast().key());
        } while (page.size() == PAGE);
        return found;
    }

    /** A row that cannot be read is an old acquaintance: it alarms nobody, and goes first. */
    private static Known known(Row row) {
        long hash = new ByteReader(row.key().slice(KEY - 8, KEY)).int64();
        try {
            ByteReader in = new ByteReader(row.value());
            return new Known(hash, in.octet() == FORMAT ? in.whole(in.instant()) : Instant.EPOCH);
        } catch (DamagedRowException _) {
            return new Known(hash, Instant.EPOCH);
        }
    }

    void add(AccountId account, long[] hashes, Instant now) {
        Batch.Builder batch = Batch.of(PARTITION).patiently();
        Bytes value = new ByteWriter(12).octet(FORMAT).instant(now).toBytes();
        for (long hash : hashes) {
            batch.put(key(account, hash), value);
        }
        store.commit(batch.build());
    }

    /** Forgets those that were written to first, until {@code most} are left; returns these. */
    List<Known> keep(AccountId account, int most) {
        List<Known> all = new ArrayList<>(read(account));
        all.sort(Comparator.comparing(Known::since));
        List<Known> gone = all.subList(0, Math.max(0, all.size() - most));
        if (!gone.isEmpty()) {
            Batch.Builder batch = Batch.of(PARTITION).patiently();
            gone.forEach(known -> batch.delete(key(account, known.hash())));
            store.commit(batch.build());
        }
        return List.copyOf(all.subList(gone.size(), all.size()));
    }

    Mark mark(AccountId account) {
        return store.get(PARTITION, prefix('a', account))
                .map(RecipientRows::mark)
                .orElse(Mark.NONE);
    }

    private static Mark mark(Bytes value) {
        try {
            ByteReader in = new ByteReader(value);
            return in.octet() == FORMAT
                    ? in.whole(new Mark(in.instant(), in.optional(ByteReader::instant)))
                    : Mark.NONE;
        } catch (DamagedRowException _) {
            return Mark.NONE;
        }
    }

    void put(AccountId account, Mark mark) {
        Bytes value = new ByteWriter(24)
                .octet(FORMAT)
                .instant(mark.released())
                .optional(mark.heldSince(), ByteWriter::instant)
                .toBytes();
        store.commit(Batch.of(PARTITION).put(prefix('a', account), value).build());
    }

    void forget(AccountId account) {
        store.commit(Batch.of(PARTITION)
                .deleteRange(KeyRange.prefix(prefix('r', account)))
                .delete(prefix('a', account))
                .build());
    }

    private static Bytes prefix(char kind, AccountId account) {
        return new ByteWriter(KEY).octet(kind).int64(account.number()).toBytes();
    }

    private static Bytes key(AccountId account, long hash) {
        return new ByteWriter(KEY)
                .octet('r')
                .int64(account.number())
                .int64(hash)
                .toBytes();
    }
}
