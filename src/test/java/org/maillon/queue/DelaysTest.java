package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.queue.QueueWorld.deferred;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.queue.TraceLine.Kind;
import org.maillon.store.BlobWriter;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;

/** Senders are told that their messages wait: RFC 3461 §4.1, §5.2.5. */
class DelaysTest {
    private static QueueWorld world(String... more) {
        String[] settings = Arrays.copyOf(new String[] {"retry-after", "1h"}, 2 + more.length);
        System.arraycopy(more, 0, settings, 2, more.length);
        return new QueueWorld(settings).start();
    }

    private static void neverNow(QueueWorld world, String... addresses) {
        for (String address : addresses) {
            world.script(address, Collections.nCopies(200, deferred()).toArray(Result[]::new));
        }
    }

    private static List<Recipient> recipients(String notifying, String... addresses) {
        Optional<Set<Notify>> asked = notifying.isEmpty()
                ? Optional.empty()
                : Optional.of(Arrays.stream(notifying.split(" ", -1))
                        .map(Notify::valueOf)
                        .collect(Collectors.toUnmodifiableSet()));
        return Arrays.stream(addresses)
                .map(QueueWorld::address)
                .map(to ->
                        new Recipient(to, new RcptParameters(asked, Optional.empty()), QueueWorld.destination(to), 0))
                .toList();
    }

    /** So much later, when nothing runs and the round of upkeep has been. */
    private static void after(QueueWorld world, Duration time) {
        world.untilIdle();
        world.pass(time);
        world.untilIdle();
        world.queue.upkeep().tellDelays();
        world.untilIdle();
    }

    private static List<String> notices(QueueWorld world) {
        return world.carried.stream()
                .filter(carried -> carried.attempt().envelope().sender() instanceof ReversePath.Null)
                .map(QueueWorld.Carried::content)
                .toList();
    }

    @Test
    void aSenderIsToldOnceWhenTheTimeIsThere() {
        try (QueueWorld world = world()) {
            neverNow(world, "ada@there.example");
            QueueId id = world.send("ada@there.example");
            world.untilCarried(1);
            after(world, Duration.ofHours(4).minusMillis(1));
            assertThat(notices(world)).isEmpty();
            after(world, Duration.ofMillis(1));
            after(world, Duration.ofHours(5));
            after(world, Duration.ofDays(2));

            assertThat(notices(world))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice)
                            .contains("Subject: Delayed: your message to ada@there.example")
                            .contains("Action: delayed\r\nStatus: 4.7.1\r\nRemote-MTA: dns; mx.there.example")
                            .contains("Diagnostic-Code: smtp; 451 4.7.1 come back later")
                            .contains("Arrival-Date: Mon, 23 Nov 2026 13:00:00 +0000")
                            .contains("Will-Retry-Until: Sat, 28 Nov 2026 13:00:00 +0000")
                            .contains("text/rfc822-headers"));
            assertThat(world.kinds(id)).containsOnlyOnce(Kind.NOTICE);
            assertThat(world.queue.traces().story(id))
                    .filteredOn(line -> line.kind() == Kind.NOTICE)
                    .allSatisfy(line ->
                            assertThat(line.text()).startsWith("a notice of delay goes to bob@sender.example, as"));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', true", "DELAY, true", "FAILURE DELAY, true", "FAILURE, false", "SUCCESS, false", "NEVER, false"})
    void onlyWhoWantsToHearOfItIsTold(String notifying, boolean told) {
        try (QueueWorld world = world()) {
            neverNow(world, "ada@there.example");
            world.send(world.envelope(MailParameters.NONE, recipients(notifying, "ada@there.example")), "X: 1\r\n\r\n");
            world.untilCarried(1);
            after(world, Duration.ofHours(5));

            assertThat(notices(world)).hasSize(told ? 1 : 0);
        }
    }

    /** RFC 3461 §6.1: no notice on a notice. */
    @Test
    void nobodyIsToldOfAMessageWithoutASender() {
        try (QueueWorld world = world()) {
            neverNow(world, "ada@there.example");
            Envelope envelope = new Envelope(
                    new ReversePath.Null(),
                    MailParameters.NONE,
                    recipients("DELAY", "ada@there.example"),
                    TenantId.DEFAULT,
                    ServerId.DEFAULT,
                    world.now(),
                    "client.example [192.0.2.7]");
            QueueId id = world.send(envelope, "X: 1\r\n\r\n");
            world.untilCarried(1);
            after(world, Duration.ofHours(5));

            assertThat(world.kinds(id)).doesNotContain(Kind.NOTICE);
        }
    }

    @Test
    void whatWaitsBehindADestinationThatRestsIsToldOfThoughItWasNeverTried() {
        try (QueueWorld world = world("rest-first", "2d", "rest-most", "2d")) {
            world.script("down@there.example", QueueWorld.down());
            world.send("down@there.example");
            world.untilCarried(1);
            world.untilIdle();
            QueueId id = world.send("ada@there.example");
            after(world, Duration.ofHours(4));

            assertThat(world.kinds(id)).containsExactly(Kind.TAKEN, Kind.NOTICE);
            assertThat(notices(world))
                    .hasSize(2)
                    .anySatisfy(notice -> assertThat(notice)
                            .contains("Final-Recipient: rfc822; ada@there.example")
                            .contains("could not be reached")
                            .contains("x-maillon; 451 4.4.1"));
            world.restart();
            world.untilEmpty(Duration.ofHours(6));
            assertThat(world.kinds(id)).containsExactly(Kind.TAKEN, Kind.NOTICE, Kind.DELIVERED);
        }
    }

    @Test
    void allWhoWaitAreInOneNoticeAndWhoHasArrivedIsNot() {
        try (QueueWorld world = world()) {
            neverNow(world, "ada@there.example", "bea@there.example", "cyd@else.example", "eve@else.example");
            List<Recipient> recipients = new ArrayList<>(
                    recipients("", "ada@there.example", "bea@there.example", "cyd@else.example", "dan@here.example"));
            recipients.addAll(recipients("FAILURE", "eve@else.example"));
            world.send(world.envelope(MailParameters.NONE, recipients), "X: 1\r\n\r\n");
            world.untilCarried(3);
            after(world, Duration.ofHours(4));

            assertThat(notices(world))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice)
                            .contains("Subject: Delayed: your message to 3 recipients")
                            .contains(
                                    "rfc822; ada@there.example",
                                    "rfc822; bea@there.example",
                                    "rfc822; cyd@else.example")
                            .doesNotContain("dan@here.example")
                            .doesNotContain("eve@else.example"));
        }
    }

    @Test
    void severalTimesTellSeveralTimesAndARestartForgetsNone() {
        try (QueueWorld world = world("delay-notice-after", "4h,1d,2d")) {
            neverNow(world, "ada@there.example");
            world.send("ada@there.example");
            world.untilCarried(1);
            after(world, Duration.ofHours(4));
            world.restart();
            after(world, Duration.ofMinutes(1));
            assertThat(notices(world)).hasSize(1);
            after(world, Duration.ofDays(1));
            world.restart();
            after(world, Duration.ofMinutes(1));
            assertThat(notices(world)).hasSize(2);
            after(world, Duration.ofDays(1));
            assertThat(notices(world)).hasSize(3);
        }
    }

    @Test
    void timesThatPassedWhileTheServerStoodStillAreToldTogether() {
        try (QueueWorld world = world("delay-notice-after", "4h,1d,2d")) {
            neverNow(world, "ada@there.example");
            world.send("ada@there.example");
            world.untilCarried(1);
            after(world, Duration.ofDays(3));

            assertThat(notices(world)).hasSize(1);
        }
    }

    @Test
    void anEmptyListTellsNobody() {
        try (QueueWorld world = world("delay-notice-after", "")) {
            neverNow(world, "ada@there.example");
            world.send("ada@there.example");
            world.untilCarried(1);
            after(world, Duration.ofDays(3));

            assertThat(notices(world)).isEmpty();
        }
    }

    @Test
    void whatAnOperatorHoldsIsToldOfWhenItIsReleased() {
        try (QueueWorld world = world()) {
            neverNow(world, "ada@there.example");
            world.send("ada@there.example");
            world.untilCarried(1);
            world.untilIdle();
            world.queue.hold(Filter.ALL, "to look at it");
            after(world, Duration.ofHours(5));
            assertThat(notices(world)).isEmpty();
            world.queue.release(Filter.ALL);
            after(world, Duration.ofMinutes(1));
            assertThat(notices(world)).hasSize(1);
        }
    }

    /** That others are held, and who they are, is not for the sender to know. */
    @Test
    void whoWasLetGoOfAHeldMessageIsToldOfAndTheOthersAreNot() {
        try (QueueWorld world = world()) {
            neverNow(world, "ada@there.example");
            QueueId id = world.queue.nextId();
            BlobWriter writer = world.queue.content(id);
            writer.write(new byte[] {'x'}, 0, 1);
            Treatment held = new Treatment(Bytes.EMPTY, false, Optional.of("clamd: found it"));
            world.queue.enqueue(
                    id,
                    new Taking(world.envelope("ada@there.example", "bea@there.example"), held, writer.finish()),
                    "from somewhere");
            after(world, Duration.ofHours(5));
            assertThat(notices(world)).isEmpty();
            assertThat(world.queue.quarantine().release(id, Set.of(0), "by its recipient"))
                    .isTrue();
            world.untilCarried(1);
            after(world, Duration.ofMinutes(1));
            assertThat(notices(world))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice)
                            .contains("Delayed: your message to ada@there.example", "Action: delayed")
                            .doesNotContain("bea@"));
        }
    }

    /** Of its alias the sender was told already. */
    @Test
    void whoTakesTheLateOnesPlaceIsNotToldOfAgain() {
        try (QueueWorld world = world()) {
            world.script("list@here.example", deferred(), deferred(), QueueWorld.expanded("ada@there.example"));
            neverNow(world, "ada@there.example");
            world.send("list@here.example");
            world.untilCarried(1);
            after(world, Duration.ofHours(4));
            after(world, Duration.ofHours(2));
            world.restart();
            after(world, Duration.ofHours(2));

            assertThat(world.queue.list(Filter.ALL, 1).getFirst().open())
                    .extracting(open -> open.recipient().address().toString())
                    .containsExactly("ada@there.example");
            assertThat(notices(world)).hasSize(1);
        }
    }

    @Test
    void aContentThatCannotBeReadKeepsNobodyFromHearingOfADelay() {
        try (QueueWorld world = world()) {
            neverNow(world, "ada@there.example");
            QueueId id =
                    world.send(world.envelope("ada@there.example"), "Subject: large\r\n\r\n" + "x\r\n".repeat(50_000));
            world.untilCarried(1);
            world.untilIdle();
            world.store.damage(Rows.blob(id));
            after(world, Duration.ofHours(4));

            assertThat(notices(world))
                    .singleElement()
                    .asString()
                    .contains("Action: delayed")
                    .doesNotContain("text/rfc822-headers");
        }
    }
}
