package org.maillon.store;

import java.util.ArrayList;
import java.util.List;
import org.maillon.kernel.Bytes;

/**
 * Changes of one partition that commit together, under preconditions.
 *
 * @param patient may wait some milliseconds for a batch that nobody has patience for, to share its way to the disk. Its
 *     commit means the same when it returns, and returns that much later.
 */
public record Batch(Partition partition, List<Precondition> conditions, List<Change> changes, boolean patient) {
    public Batch {
        conditions = List.copyOf(conditions);
        changes = List.copyOf(changes);
        if (partition.kind() == Partition.Kind.JOURNAL && !conditions.isEmpty()) {
            throw new IllegalArgumentException("a journal takes no conditions: " + partition.name());
        }
    }

    /** What must hold for the batch to commit. Only versioned partitions have them. */
    public sealed interface Precondition {
        record Absent(Bytes key) implements Precondition {}

        record Equals(Bytes key, Bytes value) implements Precondition {}

        /** The partition has seen exactly this many commits (0: none). */
        record VersionIs(long version) implements Precondition {}
    }

    public sealed interface Change {
        record Put(Bytes key, Bytes value) implements Change {}

        record Delete(Bytes key) implements Change {}

        record DeleteRange(KeyRange range) implements Change {}

        /** A finished blob, homed in this partition, held from now on under {@code names} (one or more). */
        record Keep(PendingBlob blob, List<String> names) implements Change {}

        /** One more reference to a blob of this partition; naming one that is there changes nothing. */
        record Hold(BlobId blob, String name) implements Change {}

        /** One reference less; the last one frees the blob. Releasing a name that is not there changes nothing. */
        record Release(BlobId blob, String name) implements Change {}
    }

    public static Builder of(Partition partition) {
        return new Builder(partition);
    }

    /** Gathers a batch; later changes of a key win over earlier ones. */
    public static final class Builder {
        private final Partition partition;
        private final List<Precondition> conditions = new ArrayList<>(2);
        private final List<Change> changes = new ArrayList<>(8);
        private boolean patient;

        private Builder(Partition partition) {
            this.partition = partition;
        }

        public Builder ifAbsent(Bytes key) {
            conditions.add(new Precondition.Absent(key));
            return this;
        }

        public Builder ifEquals(Bytes key, Bytes value) {
            conditions.add(new Precondition.Equals(key, value));
            return this;
        }

        public Builder ifVersion(long version) {
            conditions.add(new Precondition.VersionIs(version));
            return this;
        }

        public Builder put(Bytes key, Bytes value) {
            changes.add(new Change.Put(key, value));
            return this;
        }

        public Builder delete(Bytes key) {
            changes.add(new Change.Delete(key));
            return this;
        }

        public Builder deleteRange(KeyRange range) {
            changes.add(new Change.DeleteRange(range));
            return this;
        }

        public Builder keep(PendingBlob blob, List<String> names) {
            changes.add(new Change.Keep(blob, List.copyOf(names)));
            return this;
        }

        public Builder hold(BlobId blob, String name) {
            changes.add(new Change.Hold(blob, name));
            return this;
        }

        public Builder release(BlobId blob, String name) {
            changes.add(new Change.Release(blob, name));
            return this;
        }

        /** Nobody waits for this one. */
        public Builder patiently() {
            patient = true;
            return this;
        }

        public boolean isEmpty() {
            return changes.isEmpty();
        }

        public Batch build() {
            return new Batch(partition, conditions, changes, patient);
        }
    }
}
