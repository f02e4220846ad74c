package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.maillon.store.Batch;
import org.maillon.store.Partition;

class CommitQueueTest {
    private static Ticket ticket(int octets) {
        WriteRecords records = new WriteRecords(octets);
        records.put(Column.ROWS, new byte[1], new byte[octets]);
        return Ticket.chunk(records);
    }

    private static CommitQueue queue(int capacity, Duration patience) {
        return new CommitQueue(capacity, patience, Duration.ZERO);
    }

    private static CompletableFuture<Boolean> adding(CommitQueue queue, Thread[] thread) {
        CompletableFuture<Boolean> added = new CompletableFuture<>();
        thread[0] = Thread.startVirtualThread(() -> added.complete(queue.add(ticket(1))));
        return added;
    }

    @Test
    void aFullQueueHoldsItsCallersBack() throws Exception {
        CommitQueue queue = queue(2, Duration.ZERO);
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
        CommitQueue queue = queue(9, Duration.ZERO);
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
        CommitQueue queue = queue(1, Duration.ZERO);
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

    private static Ticket patientTicket() {
        Batch batch = Batch.of(Partition.journal("q")).patiently().build();
        return Ticket.batch(batch, new WriteRecords(10));
    }

    @Test
    void aPatientTicketGoesWithTheHurriedOneThatComesNext() throws Exception {
        CommitQueue queue = queue(9, Duration.ofMinutes(10));
        queue.add(patientTicket());
        List<Ticket> group = new ArrayList<>();
        Thread committer = Thread.startVirtualThread(() -> queue.drain(group, 9, 1 << 20));
        Awaitility.await().until(() -> committer.getState() == Thread.State.TIMED_WAITING);
        queue.add(ticket(1));
        assertThat(committer.join(Duration.ofSeconds(10))).isTrue();
        assertThat(group).hasSize(2);
    }

    @Test
    void aPatientTicketAloneGoesWhenItsPatienceIsOver() {
        CommitQueue queue = queue(9, Duration.ofMillis(1));
        queue.add(patientTicket());
        List<Ticket> group = new ArrayList<>();
        assertThat(queue.drain(group, 9, 1 << 20)).isTrue();
        assertThat(group).hasSize(1);
    }

    @Test
    void aFullQueueHasNoPatience() {
        CommitQueue queue = queue(2, Duration.ofMinutes(10));
        queue.add(patientTicket());
        queue.add(patientTicket());
        List<Ticket> group = new ArrayList<>();
        assertThat(queue.drain(group, 9, 1 << 20)).isTrue();
        assertThat(group).hasSize(2);
    }

    @Test
    void aClosedQueueHasNoPatience() {
        CommitQueue queue = queue(9, Duration.ofMinutes(10));
        queue.add(patientTicket());
        queue.close();
        List<Ticket> group = new ArrayList<>();
        assertThat(queue.drain(group, 9, 1 << 20)).isTrue();
        assertThat(group).hasSize(1);
    }

    private static Ticket hurriedTicket() {
        return Ticket.batch(Batch.of(Partition.journal("q")).build(), new WriteRecords(10));
    }

    private static CommitQueue gathering(int capacity) {
        return new CommitQueue(capacity, Duration.ZERO, Duration.ofMinutes(10));
    }

    private static List<Ticket> drained(CommitQueue queue) {
        return drained(queue, 99);
    }

    private static List<Ticket> drained(CommitQueue queue, int most) {
        List<Ticket> group = new ArrayList<>();
        assertThat(queue.drain(group, most, 1 << 20)).isTrue();
        queue.written();
        return group;
    }

    private static void add(CommitQueue queue, int tickets) {
        for (int i = 0; i < tickets; i++) {
            queue.add(hurriedTicket());
        }
    }

    private static CommitQueue expectingThree() {
        CommitQueue queue = gathering(9);
        add(queue, 3);
        assertThat(drained(queue)).hasSize(3);
        return queue;
    }

    private static void assertGone(Thread committer, List<Ticket> group, int size) throws InterruptedException {
        assertThat(committer.join(Duration.ofSeconds(10))).isTrue();
        assertThat(group).hasSize(size);
    }

    /** Drains it on a thread of its own, and returns once that waits. */
    private static Thread waitingFor(CommitQueue queue, List<Ticket> group) {
        Thread committer = Thread.startVirtualThread(() -> queue.drain(group, 99, 1 << 20));
        Awaitility.await().until(() -> committer.getState() == Thread.State.TIMED_WAITING);
        return committer;
    }

    @Test
    void oneCallerAloneNeverWaitsForCompany() {
        CommitQueue queue = gathering(9);
        for (int i = 0; i < 3; i++) {
            add(queue, 1);
            assertThat(drained(queue)).hasSize(1);
        }
    }

    @Test
    void whoCameTogetherIsWaitedForTogether() throws Exception {
        CommitQueue queue = expectingThree();
        add(queue, 1);
        List<Ticket> group = new ArrayList<>();
        Thread committer = waitingFor(queue, group);
        add(queue, 2);
        assertGone(committer, group, 3);
    }

    @Test
    void whoCameWhileAGroupWasWrittenMakesTheNextOneLarger() throws Exception {
        CommitQueue queue = gathering(9);
        add(queue, 1);
        List<Ticket> first = new ArrayList<>();
        assertThat(queue.drain(first, 99, 1 << 20)).isTrue();
        add(queue, 1);
        queue.written();
        List<Ticket> group = new ArrayList<>();
        Thread committer = waitingFor(queue, group);
        add(queue, 1);
        assertGone(committer, group, 2);
    }

    @Test
    void whatNeedsNoSyncWaitsForNoCompany() throws Exception {
        CommitQueue queue = expectingThree();
        add(queue, 1);
        List<Ticket> group = new ArrayList<>();
        Thread committer = waitingFor(queue, group);
        queue.add(ticket(1));
        assertGone(committer, group, 2);
    }

    @Test
    void whoIsPatientWaitsForCompanyToo() throws Exception {
        CommitQueue queue = expectingThree();
        add(queue, 1);
        queue.add(patientTicket());
        List<Ticket> group = new ArrayList<>();
        Thread committer = waitingFor(queue, group);
        add(queue, 2);
        assertGone(committer, group, 4);
    }

    @Test
    void aFullQueueWaitsForNoCompany() {
        CommitQueue queue = gathering(3);
        add(queue, 3);
        List<Ticket> first = new ArrayList<>();
        assertThat(queue.drain(first, 99, 1 << 20)).isTrue();
        add(queue, 2);
        queue.written(); // five are expected, and there is room for three
        add(queue, 1);
        assertThat(drained(queue)).hasSize(3);
    }

    @Test
    void aClosedQueueWaitsForNoCompany() throws Exception {
        CommitQueue queue = expectingThree();
        add(queue, 1);
        List<Ticket> group = new ArrayList<>();
        Thread committer = waitingFor(queue, group);
        queue.close();
        assertGone(committer, group, 1);
    }

    @Test
    void whatNeedsNoSyncIsNoCompany() {
        CommitQueue queue = gathering(99);
        add(queue, 1);
        assertThat(drained(queue)).hasSize(1);
        queue.add(ticket(1));
        queue.written();
        add(queue, 1);
        assertThat(drained(queue)).hasSize(2);
        add(queue, 1);
        assertThat(drained(queue)).hasSize(1);
    }

    @Test
    void whatDidNotFitIntoAGroupDoesNotWaitAgain() {
        CommitQueue queue = gathering(99);
        add(queue, 4);
        assertThat(drained(queue, 1)).hasSize(1);
        assertThat(drained(queue)).hasSize(3);
    }
}
