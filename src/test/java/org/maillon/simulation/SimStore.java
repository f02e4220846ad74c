package org.maillon.simulation;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.maillon.kernel.Bytes;
import org.maillon.simulation.Plan.Trouble;
import org.maillon.store.Batch;
import org.maillon.store.BlobId;
import org.maillon.store.BlobWriter;
import org.maillon.store.Blobs;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.store.model.ModelStore;

/** The model store on a disk that takes time, fails, fills up, and dies with its process between any two commits. */
final class SimStore implements Store {
    private final World world;
    private final ModelStore model;
    private final SplittableRandom entropy;

    SimStore(World world, ModelStore model, SplittableRandom entropy) {
        this.world = world;
        this.model = model;
        this.entropy = entropy;
    }

    @Override
    public Commit commit(Batch batch) {
        world.time.sleep(latency());
        if (world.disk.isFull() || world.plan.strikes(Trouble.DISK_FULL, entropy) && entropy.nextInt(8) == 0) {
            world.log.say("disk full: " + batch.partition().name());
            throw StoreException.full("the disk is full", new IllegalStateException("simulated"));
        } else if (world.disk.isBroken() || world.plan.strikes(Trouble.COMMITS_FAIL, entropy)) {
            world.log.say("commit fails: " + batch.partition().name());
            throw StoreException.broken("the disk failed", new IllegalStateException("simulated"));
        }
        world.crashIf(
                Trouble.CRASHES_AT_COMMITS,
                entropy,
                "before a commit of " + batch.partition().name());
        Commit commit = model.commit(batch);
        if (commit instanceof Commit.Committed) {
            world.log.say("durable: " + batch.partition().name() + ", "
                    + batch.changes().size() + " changes");
            world.ledger.durable(batch);
            world.lookInto(batch.partition());
        }
        world.crashIf(
                Trouble.CRASHES_AT_COMMITS,
                entropy,
                "after a commit of " + batch.partition().name());
        world.time.sleep(latency());
        if (world.plan.strikes(Trouble.COMMITS_FAIL_LATE, entropy)) {
            world.log.say(
                    "commit fails though it is durable: " + batch.partition().name());
            throw StoreException.broken("the disk gave no answer", new IllegalStateException("simulated"));
        }
        return commit;
    }

    private long latency() {
        return world.plan.strikes(Trouble.SLOW_DISK, entropy) ? entropy.nextInt(20_000) : entropy.nextInt(3);
    }

    private void readable(String what) {
        if (world.disk.isBroken()
                || world.plan.strikes(Trouble.DISK_UNREADABLE, entropy) && entropy.nextInt(300) == 0) {
            world.log.say("cannot read " + what);
            throw StoreException.broken("the disk cannot be read", new IllegalStateException("simulated"));
        }
    }

    @Override
    public Optional<Bytes> get(Partition partition, Bytes key) {
        readable(partition.name());
        return model.get(partition, key);
    }

    @Override
    public List<Row> scan(Partition partition, KeyRange range, int limit, Direction direction) {
        readable(partition.name());
        return model.scan(partition, range, limit, direction);
    }

    @Override
    public long version(Partition partition) {
        return model.version(partition);
    }

    @Override
    public Blobs blobs() {
        return new Blobs() {
            @Override
            public BlobWriter writer(BlobId id) {
                return model.blobs().writer(id);
            }

            @Override
            public OptionalLong size(BlobId id) {
                return model.blobs().size(id);
            }

            @Override
            public Optional<InputStream> read(BlobId id, long from, long to) {
                readable("a blob");
                return model.blobs().read(id, from, to);
            }
        };
    }

    @Override
    public void close() {}
}
