package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Bytes;
import org.maillon.store.Batch;
import org.maillon.store.KeyRange;
import org.maillon.store.Store.Direction;

/** Law 1 on a real process: what was acknowledged before SIGKILL is there after it. */
class KilledProcessTest {
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 400;

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedSurvivesTheKill() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int life = 0; life < 3; life++) {
            acknowledged.addAll(liveAndBeKilled("life" + life));
        }
        try (RocksStore store = RocksStore.open(folder.resolve("data"), RocksEngine.SMALL)) {
            for (String name : acknowledged) {
                assertThat(store.get(CommittingChild.HOME, Bytes.utf8(name)))
                        .as(name)
                        .contains(Bytes.utf8("row of " + name));
                try (InputStream in =
                        store.blobs().read(CommittingChild.blob(name)).orElseThrow()) {
                    assertThat(in.readAllBytes()).as(name).isEqualTo(CommittingChild.octets(name));
                }
            }
            releaseAll(store);
            assertThat(new RocksEngine().chunks(store))
                    .as("chunks without a holder")
                    .isZero();
        }
    }

    private List<String> liveAndBeKilled(String life) throws IOException, InterruptedException {
        Process child = Jvm.start(
                folder.resolve("errors").toFile(), Jvm.command(CommittingChild.class, folder.resolve("data"), life));
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith(life)) { // and not the log's own
                    acknowledged.add(line);
                }
                if (acknowledged.size() == ACKNOWLEDGED_BEFORE_THE_KILL) {
                    child.toHandle().destroyForcibly(); // unlike the process itself, leaves its output readable
                }
            }
        }
        child.waitFor();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);
        // The kill may cut the last line short.
        return acknowledged.subList(0, acknowledged.size() - 1);
    }

    private static void releaseAll(RocksStore store) {
        var rows = store.scan(CommittingChild.HOME, KeyRange.all(), Integer.MAX_VALUE, Direction.FORWARD);
        Batch.Builder batch = Batch.of(CommittingChild.HOME);
        rows.forEach(row -> batch.release(CommittingChild.blob(row.key().asUtf8()), "q"));
        store.commit(batch.build());
    }
}
