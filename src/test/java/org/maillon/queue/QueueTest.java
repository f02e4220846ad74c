package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maillon.queue.QueueWorld.deferred;
import static org.maillon.queue.QueueWorld.expanded;
import static org.maillon.queue.QueueWorld.failed;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.queue.TraceLine.Kind;
import org.maillon.store.StoreException;
import org.maillon.store.model.Faults;
import org.maillon.wire.smtp.Reply;

class QueueTest {
    @Test
    void aMessageThatGoesAtOnceCostsTwoCommitsAndLeavesNothingButItsStory() {
        try (QueueWorld world = new QueueWorld().start()) {
            QueueId id = world.send("ada@there.example");
            world.untilEmpty();

            assertThat(world.store.commits()).isEqualTo(2);
            assertThat(world.kinds(id)).containsExactly(Kind.TAKEN, Kind.DELIVERED);
            assertThat(world.carried.getFirst().content()).startsWith("Subject: hello");
            assertThat(world.store.chunks()).isZero();
            assertThat(world.store.blobs().size(Rows.blob(id))).isEmpty();
        }
    }

    @Test
    void recipientsOfOneDestinationGoTogether() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.send("ada@there.example", "eve@elsewhere.example", "bea@there.example");
            world.untilEmpty();

            assertThat(world.carried)
                    .extracting(carried -> carried.attempt().recipients())
                    .containsExactlyInAnyOrder(List.of(0, 2), List.of(1));
        }
    }

    @Test
    void triesAgainAfterTheWaitsOfItsScheduleAndCountsTheAttempts() {
        try (QueueWorld world = new QueueWorld("retry-after", "1m,5m").start()) {
            world.script("ada@there.example", deferred(), deferred(), deferred());
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();

            world.pass(Duration.ofSeconds(59));
            assertThat(world.carried).hasSize(1);
            world.pass(Duration.ofSeconds(1));
            world.untilCarried(2);
            world.untilIdle();
            world.pass(Duration.ofMinutes(5));
            world.untilCarried(3);
            world.untilIdle();
            assertThat(world.queue.show(id).orElseThrow().open().getFirst().attempts())
                    .isEqualTo(3);
            world.untilEmpty();

            assertThat(world.carried)
                    .extracting(carried -> carried.attempt().number())
                    .containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void waitsAndCountsOnAfterARestart() {
        try (QueueWorld world = new QueueWorld("retry-after", "10m").start()) {
            world.script("ada@there.example", deferred());
            QueueId id = world.send("ada@there.example", "bea@elsewhere.example");
            world.untilCarried(2);
            world.untilIdle();

            world.restart();
            assertThat(world.queue.show(id).orElseThrow().open())
                    .singleElement()
                    .satisfies(open -> {
                        assertThat(open.attempts()).isEqualTo(1);
                        assertThat(open.last())
                                .hasValueSatisfying(last -> assertThat(last).contains("come back later"));
                        assertThat(open.due()).isAfter(world.now());
                    });
            world.untilEmpty();
            assertThat(world.carried).hasSize(3);
            assertThat(world.carried.getLast().attempt().number()).isEqualTo(2);
        }
    }

    @Test
    void anAliasMayLeadToAnAliasButNotForEver() {
        try (QueueWorld world = new QueueWorld("expansions", "3").start()) {
            List<Recipient> again = List.of(new Recipient(
                    QueueWorld.address("list@here.example"),
                    org.maillon.wire.smtp.RcptParameters.NONE,
                    Destination.LOCAL,
                    4));
            world.script("list@here.example", expanded("ada@here.example", "bea@there.example"));
            world.script("circle@here.example", new Result.Expanded(again, "the alias"));
            QueueId list = world.send("list@here.example");
            QueueId circle = world.send("circle@here.example");
            world.untilEmpty();

            assertThat(world.kinds(list))
                    .startsWith(Kind.TAKEN, Kind.EXPANDED)
                    .filteredOn(Kind.DELIVERED::equals)
                    .hasSize(2);
            assertThat(world.kinds(circle)).contains(Kind.BOUNCED, Kind.NOTICE);
            assertThat(world.store.blobs().size(Rows.blob(list))).isEmpty();
        }
    }

    @Test
    void whatIsNotDeliveredInTimeGoesBackToItsSender() {
        try (QueueWorld world = new QueueWorld("expire-after", "1d", "retry-after", "6h").start()) {
            world.script("ada@there.example", deferred(), deferred(), deferred(), deferred(), deferred(), deferred());
            QueueId id = world.send("ada@there.example");
            world.untilEmpty(Duration.ofHours(1));

            assertThat(world.kinds(id)).contains(Kind.EXPIRED, Kind.NOTICE);
            assertThat(world.carried.getLast().content())
                    .contains("Status: 4.4.7")
                    .contains("Action: failed");
        }
    }

    @Test
    void aBounceOfABounceEndsInItsTrace() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script("ada@there.example", failed());
            world.script("bob@sender.example", failed());
            QueueId id = world.send("ada@there.example");
            world.untilEmpty();

            List<QueueId> toBob = world.queue.traces().find(QueueWorld.SENDER, 10);
            assertThat(toBob).hasSize(2).contains(id);
            QueueId notice = toBob.getFirst();
            assertThat(world.kinds(notice)).containsExactly(Kind.TAKEN, Kind.BOUNCED, Kind.NOTICE);
            assertThat(world.queue.traces().story(notice).getLast().text()).contains("nobody is told");
        }
    }

    @Test
    void severalFailuresOfOneAttemptAreOneNotice() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script("ada@there.example", failed()).script("bea@there.example", failed());
            world.send("ada@there.example", "bea@there.example", "cyd@there.example");
            world.untilEmpty();

            String notice = world.carried.getLast().content();
            assertThat(notice).contains("rfc822; ada@there.example").contains("rfc822; bea@there.example");
            assertThat(notice).doesNotContain("cyd@there.example");
            assertThat(world.carried).hasSize(2);
        }
    }

    @Test
    void holdsAlsoAfterARestartUntilReleased() {
        try (QueueWorld world = new QueueWorld("retry-after", "10m").start()) {
            world.script("ada@there.example", deferred());
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            assertThat(world.queue.hold(Filter.of(id), "looks like spam").messages())
                    .isEqualTo(1);

            world.restart();
            world.pass(Duration.ofDays(1));
            assertThat(world.carried).hasSize(1);
            assertThat(world.queue.list(Filter.ALL.withState(Filter.State.HELD), 10))
                    .hasSize(1);
            world.queue.release(Filter.of(id));
            world.untilEmpty();

            assertThat(world.kinds(id))
                    .containsExactly(Kind.TAKEN, Kind.DEFERRED, Kind.HELD, Kind.RELEASED, Kind.DELIVERED);
        }
    }

    @Test
    void listsRetriesAndRemovesWhatTheFilterNames() {
        try (QueueWorld world = new QueueWorld("retry-after", "10m").start()) {
            world.script("ada@there.example", deferred()).script("bea@elsewhere.example", deferred());
            QueueId ada = world.send("ada@there.example");
            QueueId bea = world.send("bea@elsewhere.example");
            world.untilCarried(2);
            world.untilIdle();

            assertThat(world.queue.list(Filter.ALL, 10)).extracting(Queued::id).containsExactly(ada, bea);
            assertThat(world.queue.list(Filter.ALL, 1)).hasSize(1);
            assertThat(world.queue.list(Filter.ALL.withRecipient(QueueWorld.address("bea@elsewhere.example")), 10))
                    .extracting(Queued::id)
                    .containsExactly(bea);
            assertThat(world.queue.list(Filter.ALL.withDestination(new Destination("mx:there.example")), 10))
                    .extracting(Queued::id)
                    .containsExactly(ada);
            assertThat(world.queue.list(Filter.ALL.withSender(QueueWorld.address("x@sender.example")), 10))
                    .isEmpty();
            assertThat(world.queue.summary()).hasSize(2).allSatisfy(s -> {
                assertThat(s.recipients()).isEqualTo(1);
                assertThat(s.nextDue()).isPresent();
                assertThat(s.lastReason()).hasValueSatisfying(r -> assertThat(r).contains("come back later"));
            });

            assertThat(world.queue.remove(Filter.of(ada), "by an operator").messages())
                    .isEqualTo(1);
            assertThat(world.queue.retry(Filter.of(bea)).messages()).isEqualTo(1);
            world.untilCarried(3);
            world.untilEmpty();
            assertThat(world.kinds(ada)).containsExactly(Kind.TAKEN, Kind.DEFERRED, Kind.REMOVED);
            assertThat(world.kinds(bea)).containsExactly(Kind.TAKEN, Kind.DEFERRED, Kind.RETRIED, Kind.DELIVERED);
            assertThat(world.store.blobs().size(Rows.blob(ada))).isEmpty();
        }
    }

    @Test
    void whatWaitsBehindADestinationThatRestsExpiresWithoutAnAttempt() {
        try (QueueWorld world = new QueueWorld(
                        "expire-after", "1d", "retry-after", "23h", "rest-first", "3h", "rest-most", "3h")
                .start()) {
            world.script("ada@there.example", deferred());
            world.script("bea@there.example", QueueWorld.down());
            QueueId ada = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            world.pass(Duration.ofHours(22));
            world.send("bea@there.example");
            world.untilCarried(2);
            world.untilIdle();
            world.pass(Duration.ofHours(2));
            world.queue.upkeep().endExpired();
            world.untilCarried(3);
            world.untilIdle();

            assertThat(world.kinds(ada)).containsExactly(Kind.TAKEN, Kind.DEFERRED, Kind.EXPIRED, Kind.NOTICE);
            assertThat(world.carried.getLast().content()).contains("come back later");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "FAIL"})
    void anOutcomeThatTheStoreCannotTakeNowIsRecordedLaterWithoutASecondAttempt(Faults.Fate fate) {
        try (QueueWorld world = new QueueWorld()) {
            QueueId id = world.send("ada@there.example");
            world.store.with(Faults.at(0, fate));
            world.start();
            world.untilEmpty();

            assertThat(world.carried).hasSize(1);
            assertThat(world.kinds(id)).containsExactly(Kind.TAKEN, Kind.DELIVERED);
        }
    }

    @Test
    void whatTheStoreCannotTakeIsNotTaken() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.store.with(Faults.at(0, Faults.Fate.FULL));

            assertThatThrownBy(() -> world.send("ada@there.example"))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.isFull()).isTrue());
            assertThat(world.queue.summary()).isEmpty();
        }
    }

    @Test
    void takesNothingMoreOnceItIsClosed() {
        QueueWorld world = new QueueWorld().start();
        world.close();

        assertThatThrownBy(() -> world.send("ada@there.example")).isInstanceOf(StoreException.class);
    }

    @Test
    void anErrorOfTheCourierIsNobodysEnd() {
        QueueWorld world = new QueueWorld();
        boolean[] thrown = {false};
        try (world) {
            QueueId id = world.send("ada@there.example");
            world.queue.start((attempt, content) -> {
                if (!thrown[0]) {
                    thrown[0] = true;
                    throw new IllegalStateException("a bug");
                }
                return world.carry(attempt, content);
            });
            world.untilEmpty();

            assertThat(world.kinds(id)).containsExactly(Kind.TAKEN, Kind.DEFERRED, Kind.DELIVERED);
        }
    }

    @Test
    void saysTheNextAttemptInWholeSeconds() {
        try (QueueWorld world = new QueueWorld("retry-after", "59999ms").start()) {
            world.script("ada@there.example", deferred());
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();

            assertThat(TraceTeller.tell(world.queue.traces().story(id), ZoneOffset.UTC))
                    .anyMatch(line -> line.endsWith("; next attempt in 1m"));
        }
    }

    @Test
    void tellsTheStoryInPlainWords() {
        try (QueueWorld world = new QueueWorld("retry-after", "5m").start()) {
            world.script("ada@there.example", deferred());
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            world.pass(Duration.ofMinutes(5));
            world.untilCarried(2);
            world.untilIdle();

            assertThat(TraceTeller.tell(world.queue.traces().story(id), ZoneOffset.UTC)
                            .subList(0, 4))
                    .containsExactly(
                            "Monday, 23 November 2026",
                            "13:00:00 taken from client.example [192.0.2.7] by ESMTP, for ada@there.example",
                            "13:00:00 not delivered to ada@there.example yet: attempt 1: it was refused"
                                    + " (mx.there.example [192.0.2.1]:25 said 451 4.7.1 come back later);"
                                    + " next attempt in 5m",
                            "13:05:00 delivered to ada@there.example by mx.there.example [192.0.2.1]:25: 250 2.0.0 taken");
        }
    }

    @Test
    void findsStoriesByAddressInAnyCaseAndForgetsThemInTime() {
        try (QueueWorld world = new QueueWorld("trace-for", "2d").start()) {
            QueueId first = world.send("ada@there.example");
            world.untilEmpty();
            world.pass(Duration.ofDays(1));
            QueueId second = world.send("ada@there.example");
            world.untilEmpty();

            assertThat(world.queue.traces().find(QueueWorld.address("ADA@there.example"), 10))
                    .containsExactly(second, first);
            assertThat(world.queue.traces().find(QueueWorld.SENDER, 1)).containsExactly(second);
            world.pass(Duration.ofHours(36));
            world.queue.upkeep().sweep();
            assertThat(world.kinds(first)).isEmpty();
            assertThat(world.kinds(second)).isNotEmpty();
        }
    }

    @Test
    void keepsRefusalsButNoMoreThanItsRate() {
        try (QueueWorld world = new QueueWorld("refusals-per-second", "2").start()) {
            var ada = QueueWorld.address("ada@there.example");
            Reply no = Reply.of(550, "5.1.1", "no such mailbox");
            for (int i = 0; i < 5; i++) {
                world.queue.traces().refused("client.example [192.0.2.7]", Optional.empty(), Optional.of(ada), no);
            }
            world.pass(Duration.ofSeconds(1));
            world.queue.traces().refused("client.example [192.0.2.7]", Optional.empty(), Optional.of(ada), no);

            org.awaitility.Awaitility.await()
                    .until(() -> world.queue.traces().refusals(ada, 10).size() == 3);
            assertThat(world.queue.traces().refusals(ada, 10).getFirst().notKept())
                    .isEqualTo(3);
        }
    }

    @Test
    void whatWasNeverTriedExpiresToo() {
        try (QueueWorld world = new QueueWorld("expire-after", "1d", "rest-first", "25h", "rest-most", "25h").start()) {
            world.script("bea@there.example", QueueWorld.down());
            world.send("bea@there.example");
            world.untilCarried(1);
            world.untilIdle();
            QueueId ada = world.send("ada@there.example");
            world.pass(Duration.ofHours(24));
            world.queue.upkeep().endExpired();
            world.untilCarried(3);
            world.untilIdle();

            assertThat(world.kinds(ada)).containsExactly(Kind.TAKEN, Kind.EXPIRED, Kind.NOTICE);
            assertThat(world.carried).anyMatch(carried -> carried.content().contains("not tried yet"));
        }
    }
}
