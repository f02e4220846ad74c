package org.maillon.web.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.Partition;
import org.maillon.store.Store;
import org.maillon.web.http.Answer;
import org.maillon.web.http.Method;
import org.maillon.web.http.Resource;

/** Whether we live and can write: for load balancers and monitors, who do not log in. One row a second is written at most. */
public final class Health {
    private static final Partition PARTITION = Partition.journal("health");
    private static final Bytes ROW = Bytes.utf8("h");
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Store store;
    private final InstantSource steady;
    private final Duration patience;
    private CompletableFuture<Boolean> written = CompletableFuture.completedFuture(true);
    private Instant begun = Instant.MIN;

    public Health(Store store, InstantSource steady, Duration patience) {
        this.store = store;
        this.steady = steady;
        this.patience = patience;
    }

    public List<Resource> resources() {
        return List.of(Resource.at("/healthz").on(Method.GET, (_, _) -> look()));
    }

    private Answer look() {
        try {
            var _ = latest().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Answer.json(Map.of("status", "well"));
        } catch (TimeoutException _) {
            return unwell("The store has taken nothing for " + patience.toSeconds() + " seconds.");
        } catch (ExecutionException _) {
            return unwell("The store takes nothing: its disk may be full or broken. The log says more.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return unwell("The server stops.");
        }
    }

    private static Answer unwell(String detail) {
        return Answer.problem(503, detail);
    }

    /** However many ask, one write is under way. */
    private synchronized CompletableFuture<Boolean> latest() {
        Instant now = steady.instant();
        if (written.isDone() && (begun.equals(Instant.MIN) || !now.isBefore(begun.plus(FRESH)))) {
            begun = now;
            CompletableFuture<Boolean> writing = new CompletableFuture<>();
            written = writing;
            Thread.ofVirtual().name("health").start(() -> write(now, writing));
        }
        return written;
    }

    private void write(Instant now, CompletableFuture<Boolean> writing) {
        try {
            store.commit(Batch.of(PARTITION)
                    .put(ROW, new ByteWriter(8).instant(now).toBytes())
                    .build());
            writing.complete(true);
        } catch (RuntimeException | OutOfMemoryError e) {
            writing.completeExceptionally(e);
        }
    }
}
