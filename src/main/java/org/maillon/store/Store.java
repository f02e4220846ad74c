package org.maillon.store;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/** An engine. Every method may be called from any (virtual) thread and throws {@link StoreException} where it cannot. */
public interface Store extends AutoCloseable {
    Optional<Bytes> get(Partition partition, Bytes key);

    /** At most {@code limit} rows of the range, in order of their keys. */
    List<Row> scan(Partition partition, KeyRange range, int limit, Direction direction);

    enum Direction {
        FORWARD,
        BACKWARD
    }

    /** How many commits a versioned partition has seen; 0 for one never written and for a journal. */
    long version(Partition partition);

    /** Returns once the batch is durable, or was refused. */
    Commit commit(Batch batch);

    Blobs blobs();

    @Override
    void close();
}
