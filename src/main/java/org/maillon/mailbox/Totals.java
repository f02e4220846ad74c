package org.maillon.mailbox;

import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.store.Partition;
import org.maillon.store.Store;

/**
 * The account's own row.
 *
 * @param nextFolder the number the next folder gets
 * @param lastUidValidity the greatest UIDVALIDITY given so far: a folder made anew under an old name gets a greater one
 * @param firstBucket the oldest bucket that holds delivery keys
 * @param lastBucket the newest
 */
record Totals(Usage usage, int nextFolder, long lastUidValidity, int firstBucket, int lastBucket) {
    Totals counting(Message message, int sign) {
        Usage counted = new Usage(usage.octets() + sign * message.size(), usage.messages() + sign);
        return new Totals(counted, nextFolder, lastUidValidity, firstBucket, lastBucket);
    }

    /** Where the delivery of {@code key} went, as far as it is remembered. */
    Optional<Place> delivery(Store store, Partition partition, String key) {
        for (int bucket = lastBucket; bucket >= firstBucket; bucket--) {
            Optional<Bytes> row = store.get(partition, Rows.deliveryKey(bucket, key));
            if (row.isPresent()) {
                return row.map(Rows::place);
            }
        }
        return Optional.empty();
    }

    Totals withFolder(long uidValidity) {
        return new Totals(usage, nextFolder + 1, uidValidity, firstBucket, lastBucket);
    }

    Totals withBuckets(int first, int last) {
        return new Totals(usage, nextFolder, lastUidValidity, first, last);
    }
}
