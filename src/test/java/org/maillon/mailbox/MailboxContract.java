package org.maillon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.mailbox.Post.ADA;
import static org.maillon.mailbox.Post.ROOMY;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;

/** What deliveries, reading and deleting promise, on every engine. */
abstract class MailboxContract extends OnEngine {
    @Test
    void givesBackWhatWasDelivered() throws IOException {
        Arrival letter = post.letter("Subject: hello\r\n\r\nworld\r\n", Bytes.utf8("Return-Path: <>\r\n"));

        assertThat(deliver(letter)).isEqualTo(new Stored.Now(FolderId.INBOX, 1));

        Message message = Post.first(mailboxes).orElseThrow();
        assertThat(text(message)).isEqualTo("Return-Path: <>\r\nSubject: hello\r\n\r\nworld\r\n");
        assertThat(message.size()).isEqualTo(text(message).length());
        assertThat(message.at()).isEqualTo(letter.at());
    }

    @Test
    void readsAnyPartOfAMessage() throws IOException {
        deliver(post.letter("0123456789", Bytes.utf8("ab")));
        Message message = Post.first(mailboxes).orElseThrow();
        String whole = "ab0123456789";

        for (int from = 0; from <= whole.length(); from++) {
            for (int to = from; to <= whole.length(); to++) {
                try (InputStream part = mailboxes.read(message, from, to).orElseThrow()) {
                    assertThat(part.readAllBytes()).asString().isEqualTo(whole.substring(from, to));
                }
            }
        }
    }

    @Test
    void aMessageOutlivesTheQueuesHoldOnIt() throws IOException {
        Arrival letter = post.letter("kept");
        deliver(letter);
        post.forget(letter);

        assertThat(text(Post.first(mailboxes).orElseThrow())).isEqualTo("kept");
    }

    @Test
    void storesADeliveryOnceHoweverOftenItIsTried() {
        Arrival letter = post.letter("once");

        assertThat(deliver(letter)).isEqualTo(new Stored.Now(FolderId.INBOX, 1));
        assertThat(deliver(letter)).isEqualTo(new Stored.AlreadyThere(FolderId.INBOX, 1));
        assertThat(post.mailboxes().deliver(ADA, ROOMY, letter)).isEqualTo(new Stored.AlreadyThere(FolderId.INBOX, 1));
        assertThat(Post.all(mailboxes)).hasSize(1);
    }

    @Test
    void storesADeliveryOnceWhenItIsTriedManyTimesAtOnce() throws Exception {
        Arrival letter = post.letter("once");

        List<Stored> outcomes = atOnce(20, _ -> deliver(letter));

        assertThat(outcomes.stream().filter(Stored.Now.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Stored.AlreadyThere.class::isInstance))
                .hasSize(19);
        assertThat(Post.all(mailboxes)).hasSize(1);
    }

    @Test
    void aDeliveryTriedAgainAfterItsMessageWasDeletedStoresNothing() {
        Arrival letter = post.letter("read and deleted");
        deliver(letter);
        mailboxes.expunge(ADA, FolderId.INBOX, List.of(1L));

        assertThat(deliver(letter)).isInstanceOf(Stored.AlreadyThere.class);
        assertThat(Post.all(mailboxes)).isEmpty();
    }

    @Test
    void remembersADeliveryForAsLongAsAQueueMayTryItAgain() {
        Arrival letter = post.letter("once");
        deliver(letter);

        for (int day = 0; day < 30; day++) {
            post.pass(Duration.ofDays(1));
            deliver(post.letter("day " + day));
            assertThat(deliver(letter)).as("day %s", day).isInstanceOf(Stored.AlreadyThere.class);
        }
    }

    @Test
    void forgetsADeliveryWhenNoQueueCanTryItAgain() {
        Arrival letter = post.letter("long ago");
        deliver(letter);
        post.pass(Duration.ofDays(46));
        deliver(post.letter("this moves the memory on"));

        assertThat(new Audit(store).deliveriesRemembered(ADA)).isEqualTo(1);
    }

    @Test
    void aClockSetAYearAheadMakesNoDeliveryForgottenThatIsTriedAgain() {
        Arrival letter = post.letter("stored, and we died before the queue knew");
        deliver(letter);
        post.now = post.now.plus(Duration.ofDays(365));
        Mailboxes anew = post.mailboxes();
        anew.deliver(ADA, ROOMY, post.letter("this would move the memory on"));
        assertThat(anew.deliver(ADA, ROOMY, letter)).isInstanceOf(Stored.AlreadyThere.class);

        post.now = post.now.plus(Duration.ofDays(365));
        post.pass(Settled.AFTER.minusSeconds(1));
        anew.deliver(ADA, ROOMY, post.letter("so would this, set while we run"));
        assertThat(anew.deliver(ADA, ROOMY, letter)).isInstanceOf(Stored.AlreadyThere.class);

        post.pass(Settled.AFTER);
        anew.deliver(ADA, ROOMY, post.letter("by now all that was due has been tried"));
        assertThat(new Audit(store).deliveriesRemembered(ADA)).isLessThan(4);
    }

    @Test
    void uidsAndModSeqsRiseWithEachDelivery() throws Exception {
        atOnce(100, i -> deliver(post.letter("letter " + i)));

        List<Message> all = Post.all(mailboxes);
        assertThat(all).extracting(Message::uid).containsExactlyElementsOf(longs(1, 100));
        assertThat(all).extracting(Message::modSeq).isSorted().doesNotHaveDuplicates();
        assertThat(inbox().uidNext()).isEqualTo(101);
        assertThat(inbox().highestModSeq()).isEqualTo(all.getLast().modSeq());
    }

    @Test
    void twoProcessesThatDeliverAtOnceStoreEachMessageOnce() throws Exception {
        Mailboxes other = post.mailboxes();

        List<Stored> outcomes =
                atOnce(200, i -> (i % 2 == 0 ? mailboxes : other).deliver(ADA, ROOMY, post.letter("letter " + i)));

        assertThat(outcomes).allMatch(Stored.Now.class::isInstance);
        assertThat(Post.all(mailboxes)).extracting(Message::uid).containsExactlyElementsOf(longs(1, 200));
    }

    @Test
    void holdsNoMoreThanItsQuota() {
        ByteSize quota = new ByteSize(100);
        assertThat(mailboxes.deliver(ADA, quota, post.letter("x".repeat(60)))).isInstanceOf(Stored.Now.class);

        assertThat(mailboxes.overQuota(ADA, quota, 39)).isFalse();
        assertThat(mailboxes.overQuota(ADA, quota, 40)).isFalse();
        assertThat(mailboxes.overQuota(ADA, quota, 41)).isTrue();
        assertThat(mailboxes.deliver(ADA, quota, post.letter("x".repeat(41)))).isEqualTo(new Stored.OverQuota(60, 100));
        assertThat(mailboxes.deliver(ADA, quota, post.letter("x".repeat(38), Bytes.utf8("abc"))))
                .isEqualTo(new Stored.OverQuota(60, 100));
        assertThat(mailboxes.deliver(ADA, quota, post.letter("x".repeat(37), Bytes.utf8("abc"))))
                .isInstanceOf(Stored.Now.class);
        assertThat(mailboxes.deliver(ADA, quota, post.letter("x"))).isInstanceOf(Stored.OverQuota.class);
        assertThat(mailboxes.usage(ADA)).isEqualTo(new Usage(100, 2));
    }

    @Test
    void deletingMakesRoomAgain() {
        ByteSize quota = new ByteSize(10);
        mailboxes.deliver(ADA, quota, post.letter("x".repeat(10)));
        mailboxes.expunge(ADA, FolderId.INBOX, List.of(1L));

        assertThat(mailboxes.deliver(ADA, quota, post.letter("x".repeat(10))))
                .isEqualTo(new Stored.Now(FolderId.INBOX, 2));
    }

    @Test
    void aQuotaHoldsAgainstManyDeliveriesAtOnce() throws Exception {
        ByteSize quota = new ByteSize(100);

        List<Stored> outcomes = atOnce(30, _ -> mailboxes.deliver(ADA, quota, post.letter("x".repeat(10))));

        assertThat(outcomes.stream().filter(Stored.Now.class::isInstance)).hasSize(10);
        assertThat(mailboxes.usage(ADA)).isEqualTo(new Usage(100, 10));
    }

    @Test
    void expungeFreesTheOctetsWhenTheQueueIsDoneToo() {
        Arrival letter = post.letter("gone");
        deliver(letter);

        assertThat(mailboxes.expunge(ADA, FolderId.INBOX, List.of(1L, 1L, 99L))).containsExactly(1L);
        assertThat(post.isHeld(letter)).isTrue();
        post.forget(letter);
        assertThat(post.isHeld(letter)).isFalse();
        assertThat(mailboxes.vanishedSince(ADA, FolderId.INBOX, 1, 10)).containsExactly(1L);
    }

    @Test
    void deliveriesAndDeletionsAtOnceLeaveTheRestAlone() throws Exception {
        for (int i = 0; i < 50; i++) {
            deliver(post.letter("old " + i));
        }
        atOnce(
                100,
                i -> i % 2 == 0
                        ? deliver(post.letter("new " + i))
                        : mailboxes.expunge(ADA, FolderId.INBOX, List.of(i / 2 + 1L)));

        assertThat(Post.all(mailboxes)).extracting(Message::uid).containsExactlyElementsOf(longs(51, 100));
    }
}
