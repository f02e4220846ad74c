package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CommitQueueTest {
    private static Ticket ticket(int octets) {
        WriteRecords records = new WriteRecords(octets);
        records.put(Column.ROWS, new byte[1], new byte[octets]);
        return Ticket.chunk(records);
    }

    private static CompletableFuture<Boolean> adding(CommitQueue queue, Thread[] thread) {
        CompletableFuture<Boolean> added = new CompletableFuture<>();
        thread[0] = Thread.startVirtualThread(() -> added.complete(queue.add(ticket(1))));
        return added;
    }

    @Test
    void aFullQueueHoldsItsCallersBack() throws Exception {
        CommitQueue queue = new CommitQueue(2);
        assertThat(queue.add(ticket(1))).isTrue();
        assertThat(queue.add(ticket(1))).isTrue();
        Thread[] third = new Thread[1];
        CompletableFuture<Boolean> added = adding(queue, third);
        Awaitility.await().until(() -> third[0].getState() == Thread.State.WAITING);
        assertThat(added).isNotDone();
        List<Ticket> group = new ArrayList<>();
        assertThat(queue.drain(group, 1, 1 << 20)).isTrue();
        assertThat(added.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(group).hasSize(1);
    }

    @Test
    void aGroupEndsAtItsOctetsButHasAtLeastOneTicket() {
        CommitQueue queue = new CommitQueue(9);
        for (int i = 0; i < 3; i++) {
            queue.add(ticket(1000));
        }
        List<Ticket> group = new ArrayList<>();
        queue.drain(group, 9, 1500);
        assertThat(group).hasSize(2);
        group.clear();
        queue.drain(group, 9, 1);
        assertThat(group).hasSize(1);
    }

    @Test
    void aClosedQueueTakesNothingGivesTheRestAndWakesWhoWaits() throws Exception {
        CommitQueue queue = new CommitQueue(1);
        queue.add(ticket(1));
        Thread[] second = new Thread[1];
        CompletableFuture<Boolean> added = adding(queue, second);
        Awaitility.await().until(() -> second[0].getState() == Thread.State.WAITING);
        queue.close();
        assertThat(added.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(queue.add(ticket(1))).isFalse();
        List<Ticket> group = new ArrayList<>();
        assertThat(queue.drain(group, 9, 99)).isTrue();
        group.clear();
        assertThat(queue.drain(group, 9, 99)).isFalse();
    }
}
