package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.report.Language;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.Returned;

/** Who hears of what: RFC 3461 §4.1 to §4.4, §5.2. */
class NoticesTest {
    private static final String HEADER = "Subject: hello\r\n\r\n";

    private static List<Recipient> recipient(String address, Set<Notify> notifying) {
        RcptParameters parameters = new RcptParameters(Optional.of(notifying), Optional.of("rfc822;first@old.example"));
        var to = QueueWorld.address(address);
        return List.of(new Recipient(to, parameters, QueueWorld.destination(to), 0));
    }

    private static MailParameters returning(Returned returned) {
        return new MailParameters(
                OptionalLong.empty(), BodyType.SEVEN_BIT, false, Optional.of(returned), Optional.of("envelope-7"));
    }

    private static Optional<String> notice(QueueWorld world) {
        return world.carried.stream()
                .filter(carried -> carried.attempt().envelope().sender() instanceof ReversePath.Null)
                .map(QueueWorld.Carried::content)
                .findFirst();
    }

    private static Optional<String> noticeAfter(String address, Result result, Set<Notify> notifying) {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script(address, result);
            world.send(world.envelope(returning(Returned.HEADERS), recipient(address, notifying)), HEADER + "body\r\n");
            world.untilEmpty();
            return notice(world);
        }
    }

    private static Result handedOn(boolean withoutDsn) {
        return new Result.Delivered("mx.there.example [192.0.2.1]:25", QueueWorld.OK, false, withoutDsn);
    }

    @Test
    void aFailureIsToldUnlessTheSenderAskedOtherwise() {
        assertThat(noticeAfter("ada@there.example", QueueWorld.failed(), EnumSet.of(Notify.FAILURE)))
                .hasValueSatisfying(notice -> assertThat(notice)
                        .contains("Original-Envelope-Id: envelope-7")
                        .contains("Original-Recipient: rfc822; first@old.example")
                        .contains("Reporting-MTA: dns; mail.here.example"));
        assertThat(noticeAfter("ada@there.example", QueueWorld.failed(), EnumSet.of(Notify.NEVER)))
                .isEmpty();
        assertThat(noticeAfter("ada@there.example", QueueWorld.failed(), EnumSet.of(Notify.SUCCESS, Notify.DELAY)))
                .isEmpty();
    }

    @Test
    void aSuccessIsToldWhereAskedForAndWhereNobodyElseWill() {
        Set<Notify> success = EnumSet.of(Notify.SUCCESS);

        assertThat(noticeAfter("ada@here.example", handedOn(false), success))
                .hasValueSatisfying(notice -> assertThat(notice).contains("Action: delivered"));
        assertThat(noticeAfter("ada@there.example", handedOn(true), success))
                .hasValueSatisfying(notice -> assertThat(notice).contains("Action: relayed"));
        assertThat(noticeAfter("ada@there.example", handedOn(false), success))
                .as("the next server was asked to tell")
                .isEmpty();
        assertThat(noticeAfter("ada@here.example", handedOn(false), EnumSet.of(Notify.FAILURE)))
                .isEmpty();
    }

    /** RFC 3461 §5.2.7.3 c; §5.2.7.2: an alias of one address is passed through. */
    @Test
    void anAliasOfSeveralIsToldAsExpandedWhereSuccessIsToBeTold() {
        Result several = QueueWorld.expanded("eve@there.example", "bea@there.example");

        assertThat(noticeAfter("list@here.example", several, EnumSet.of(Notify.SUCCESS)))
                .hasValueSatisfying(notice -> assertThat(notice)
                        .contains("Action: expanded", "Final-Recipient: rfc822; list@here.example")
                        .doesNotContain("eve@there.example"));
        assertThat(noticeAfter("list@here.example", several, EnumSet.of(Notify.FAILURE)))
                .isEmpty();
        assertThat(noticeAfter(
                        "list@here.example", QueueWorld.expanded("eve@there.example"), EnumSet.of(Notify.SUCCESS)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"de.example, en, en", "de.example, fr, fr", "fr.example, en, fr"})
    void speaksTheLanguageOfTheSendersDomainOrOfTheServer(String domain, String server, String spoken) {
        try (QueueWorld world = new QueueWorld("notice-language", server)) {
            world.languages.put("fr.example", Language.FR);
            world.start();
            world.script("ada@there.example", QueueWorld.failed());
            Envelope envelope = world.envelope("ada@there.example");
            world.send(
                    new Envelope(
                            new ReversePath.Sender(QueueWorld.address("bob@" + domain)),
                            envelope.parameters(),
                            envelope.recipients(),
                            envelope.tenant(),
                            envelope.server(),
                            envelope.arrived(),
                            envelope.origin()),
                    HEADER);
            world.untilEmpty();

            assertThat(notice(world))
                    .hasValueSatisfying(notice -> assertThat(notice).contains("Content-Language: " + spoken));
        }
    }

    /** RFC 3461 §5.2.8. */
    @Test
    void whoEndTogetherAreInOneNotice() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script("ada@there.example", QueueWorld.failed());
            world.script("bea@there.example", handedOn(true));
            List<Recipient> both = new ArrayList<>(recipient("ada@there.example", EnumSet.of(Notify.FAILURE)));
            both.addAll(recipient("bea@there.example", EnumSet.of(Notify.SUCCESS)));
            QueueId id = world.send(world.envelope(returning(Returned.HEADERS), both), HEADER + "body\r\n");
            world.untilEmpty();

            assertThat(world.carried).hasSize(2);
            assertThat(notice(world))
                    .hasValueSatisfying(notice -> assertThat(notice).contains("Action: failed", "Action: relayed"));
            assertThat(world.queue.traces().story(id))
                    .filteredOn(line -> line.kind() == TraceLine.Kind.NOTICE)
                    .singleElement()
                    .satisfies(line -> assertThat(line.text())
                            .isEqualTo("a notice of failure and success goes to bob@sender.example, as message "
                                    + world.carried.getLast().attempt().id()));
        }
    }

    /** RFC 3461 §4.3: RET speaks of failures alone; without it the header comes back. */
    @ParameterizedTest
    @CsvSource({
        "FULL, true, message/rfc822",
        "HEADERS, true, text/rfc822-headers",
        ", true, text/rfc822-headers",
        "FULL, false, text/rfc822-headers",
    })
    void returnsWhatWasAskedFor(Returned returned, boolean fails, String type) {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script("ada@here.example", fails ? QueueWorld.failed() : handedOn(false));
            MailParameters parameters = new MailParameters(
                    OptionalLong.empty(), BodyType.SEVEN_BIT, false, Optional.ofNullable(returned), Optional.empty());
            world.send(
                    world.envelope(
                            parameters, recipient("ada@here.example", EnumSet.of(Notify.SUCCESS, Notify.FAILURE))),
                    HEADER + "body\r\n");
            world.untilEmpty();

            assertThat(notice(world))
                    .hasValueSatisfying(notice -> assertThat(notice).contains("Content-Type: " + type));
        }
    }

    /** RFC 3461 §6.3: Remote-MTA also where the server that was tried said nothing. */
    @Test
    void aServerThatWasTriedInVainIsNamed() {
        Result.Failure failure = new Result.Failure(
                Reply.of(554, "5.4.1", "no answer"), Optional.empty(), "why", false, Optional.of("mx.there.example"));

        assertThat(noticeAfter("ada@there.example", new Result.Failed(failure), EnumSet.of(Notify.FAILURE)))
                .hasValueSatisfying(notice -> assertThat(notice)
                        .contains(
                                "Remote-MTA: dns; mx.there.example",
                                "Diagnostic-Code: x-maillon; 554 5.4.1 no answer"));
    }

    @ParameterizedTest
    @CsvSource({"99, true", "100, true", "101, false"})
    void returnsTheWholeMessageUpToItsBound(int size, boolean whole) {
        try (QueueWorld world = new QueueWorld("returned-most", "100B").start()) {
            world.script("ada@there.example", QueueWorld.failed());
            String content = HEADER + "b".repeat(size - HEADER.length() - 2) + "\r\n";
            world.send(
                    world.envelope(returning(Returned.FULL), QueueWorld.recipients(0, "ada@there.example")), content);
            world.untilEmpty();

            String type = whole ? "message/rfc822" : "text/rfc822-headers";
            assertThat(notice(world))
                    .hasValueSatisfying(notice -> assertThat(notice).contains("Content-Type: " + type));
        }
    }

    /** A message to a thousand domains, from a sender that is forged, came back to that sender a thousand times. */
    @Test
    void theWholeMessageComesBackOnce() {
        try (QueueWorld world = new QueueWorld().start()) {
            String[] recipients = {"ada@a.example", "ada@b.example", "ada@c.example"};
            for (String recipient : recipients) {
                world.script(recipient, QueueWorld.failed());
            }
            world.send(
                    world.envelope(returning(Returned.FULL), QueueWorld.recipients(0, recipients)),
                    HEADER + "body\r\n");
            world.untilEmpty();

            List<String> notices = world.carried.stream()
                    .filter(carried -> carried.attempt().envelope().sender() instanceof ReversePath.Null)
                    .map(QueueWorld.Carried::content)
                    .toList();
            assertThat(notices).hasSize(3);
            assertThat(notices)
                    .filteredOn(notice -> notice.contains("message/rfc822"))
                    .hasSize(1);
            assertThat(notices)
                    .filteredOn(notice -> notice.contains("text/rfc822-headers"))
                    .hasSize(2);
        }
    }

    @Test
    void aNoticeHasNoSenderAndAsksForNoNotice() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script("ada@there.example", QueueWorld.failed());
            world.send("ada@there.example");
            world.untilEmpty();

            Envelope envelope = world.carried.getLast().attempt().envelope();
            assertThat(envelope.sender()).isInstanceOf(ReversePath.Null.class);
            assertThat(envelope.recipients()).singleElement().satisfies(recipient -> {
                assertThat(recipient.address()).isEqualTo(QueueWorld.SENDER);
                assertThat(recipient.parameters().notifying()).contains(Set.of(Notify.NEVER));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"2, true", "3, true", "4, false"})
    void expandsUpToItsBound(int depth, boolean delivered) {
        try (QueueWorld world = new QueueWorld("expansions", "3").start()) {
            world.script(
                    "list@here.example",
                    new Result.Expanded(QueueWorld.recipients(depth, "ada@here.example"), "the alias"));
            QueueId id = world.send("list@here.example");
            world.untilEmpty();

            assertThat(world.kinds(id).contains(TraceLine.Kind.DELIVERED)).isEqualTo(delivered);
        }
    }

    @Test
    void anAliasThatLeadsToNobodyIsAFailure() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.script("list@here.example", QueueWorld.expanded());
            QueueId id = world.send("list@here.example");
            world.untilEmpty();

            assertThat(world.kinds(id))
                    .containsExactly(TraceLine.Kind.TAKEN, TraceLine.Kind.BOUNCED, TraceLine.Kind.NOTICE);
        }
    }

    @Test
    void aContentThatCannotBeReadKeepsNoSenderFromHearing() {
        try (QueueWorld world = new QueueWorld("retry-after", "1h", "expire-after", "3h").start()) {
            world.script("ada@there.example", QueueWorld.deferred());
            QueueId id =
                    world.send(world.envelope("ada@there.example"), "Subject: large\r\n\r\n" + "x\r\n".repeat(50_000));
            world.untilCarried(1);
            world.untilIdle();
            world.store.damage(Rows.blob(id));
            world.untilEmpty(Duration.ofMinutes(10));

            assertThat(notice(world))
                    .hasValueSatisfying(notice ->
                            assertThat(notice).contains("Action: failed").doesNotContain("text/rfc822-headers"));
        }
    }

    @Test
    void anErrorOfOursInANoticeRepeatsNoDelivery() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.languages = new Failing(new IllegalStateException("a fault of ours"), Integer.MAX_VALUE);
            world.script("ada@there.example", QueueWorld.failed());
            QueueId id = world.send("ada@there.example", "bea@there.example");
            world.untilEmpty();

            assertThat(world.carried).hasSize(1);
            assertThat(world.kinds(id))
                    .contains(TraceLine.Kind.BOUNCED, TraceLine.Kind.DELIVERED, TraceLine.Kind.NOTICE);
        }
    }

    @Test
    void memoryThatIsShortAsADeliveryIsRecordedDoesNotRepeatIt() {
        try (QueueWorld world = new QueueWorld().start()) {
            world.languages = new Failing(new OutOfMemoryError("injected"), 2);
            world.script("ada@there.example", QueueWorld.failed());
            world.send("ada@there.example", "bea@there.example");
            world.untilEmpty();

            assertThat(world.carried).as("the message, and its notice").hasSize(2);
            assertThat(notice(world)).isPresent();
        }
    }

    /** A directory that cannot be asked, so many times. */
    private static final class Failing extends AbstractMap<String, Language> {
        private final Throwable fault;
        private final AtomicInteger times;

        Failing(Throwable fault, int times) {
            this.fault = fault;
            this.times = new AtomicInteger(times);
        }

        @Override
        public @Nullable Language get(Object key) {
            if (times.getAndDecrement() > 0) {
                switch (fault) {
                    case RuntimeException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new AssertionError(fault);
                }
            }
            return null;
        }

        @Override
        public Set<Entry<String, Language>> entrySet() {
            return Set.of();
        }
    }
}
