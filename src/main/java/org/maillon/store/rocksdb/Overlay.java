package org.maillon.store.rocksdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch.Change;
import org.maillon.store.KeyRange;

/** What earlier batches of a group changed in one versioned partition and the store does not show yet. */
final class Overlay {
    private final Map<Bytes, Optional<Bytes>> rows = new HashMap<>();
    private final List<KeyRange> deleted = new ArrayList<>(0);
    private long version;

    Overlay(long version) {
        this.version = version;
    }

    long version() {
        return version;
    }

    boolean knows(Bytes key) {
        return rows.containsKey(key) || deleted.stream().anyMatch(range -> range.contains(key));
    }

    /** Of a key that it {@link #knows}. */
    Optional<Bytes> row(Bytes key) {
        return rows.getOrDefault(key, Optional.empty());
    }

    /** One committed batch more. */
    void apply(List<Change> changes) {
        version++;
        for (Change change : changes) {
            switch (change) {
                case Change.Put(Bytes key, Bytes value) -> rows.put(key, Optional.of(value));
                case Change.Delete(Bytes key) -> rows.put(key, Optional.empty());
                case Change.DeleteRange(KeyRange range) -> delete(range);
                case Change.Keep _, Change.Hold _, Change.Release _ -> {}
            }
        }
    }

    private void delete(KeyRange range) {
        rows.keySet().removeIf(range::contains);
        deleted.add(range);
    }
}
