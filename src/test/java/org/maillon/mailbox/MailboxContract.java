package org.maillon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.mailbox.Post.ADA;
import static org.maillon.mailbox.Post.ROOMY;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobWriter;
import org.maillon.store.Store;

/** What a mailbox promises, on every engine. */
abstract class MailboxContract {
    private Store store;
    private Post post;
    private Mailboxes mailboxes;

    abstract Store open();

    @BeforeEach
    void begin() {
        store = open();
        post = new Post(store);
        mailboxes = post.mailboxes();
    }

    @AfterEach
    void everyCountIsRight() {
        try {
            new Audit(store).check(mailboxes, ADA);
        } finally {
            store.close();
        }
    }

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
            post.now = post.now.plus(Duration.ofDays(1));
            deliver(post.letter("day " + day));
            assertThat(deliver(letter)).as("day %s", day).isInstanceOf(Stored.AlreadyThere.class);
        }
    }

    @Test
    void forgetsADeliveryWhenNoQueueCanTryItAgain() {
        Arrival letter = post.letter("long ago");
        deliver(letter);
        post.now = post.now.plus(Duration.ofDays(46));
        deliver(post.letter("this moves the memory on"));

        assertThat(new Audit(store).deliveriesRemembered(ADA)).isEqualTo(1);
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

    @Test
    void flagsChangeAndTellSo() {
        for (int i = 0; i < 3; i++) {
            deliver(post.letter("letter"));
        }
        long before = inbox().highestModSeq();

        Flagged flagged = flag(List.of(1L, 3L, 9L), new FlagEdit.Add(Flags.of("\\seen", "$Junk")));

        assertThat(flagged.messages()).extracting(Message::uid).containsExactly(1L, 3L);
        assertThat(flagged.messages()).allMatch(m -> m.flags().equals(Flags.of("$Junk", Flags.SEEN)));
        assertThat(mailboxes.changedSince(ADA, FolderId.INBOX, before, 10))
                .extracting(Message::uid)
                .containsExactly(1L, 3L);
        assertThat(inbox().unseen()).isEqualTo(1);
        flag(List.of(1L), new FlagEdit.Remove(Flags.of("$JUNK")));
        flag(List.of(3L), new FlagEdit.Replace(Flags.of(Flags.DELETED)));
        assertThat(Post.all(mailboxes))
                .extracting(Message::flags)
                .containsExactly(Flags.of(Flags.SEEN), Flags.NONE, Flags.of(Flags.DELETED));
        assertThat(inbox().deleted()).isEqualTo(1);
    }

    @Test
    void aChangeOfFlagsThatChangesNothingRaisesNoModSeq() {
        deliver(post.letter("letter"));
        flag(List.of(1L), new FlagEdit.Add(Flags.of(Flags.SEEN)));
        long before = inbox().highestModSeq();

        flag(List.of(1L), new FlagEdit.Add(Flags.of(Flags.SEEN)));

        assertThat(inbox().highestModSeq()).isEqualTo(before);
    }

    @Test
    void leavesMessagesAloneThatChangedSince() {
        deliver(post.letter("letter"));
        deliver(post.letter("letter"));
        long seen = inbox().highestModSeq();
        flag(List.of(2L), new FlagEdit.Add(Flags.of(Flags.FLAGGED)));

        Flagged flagged = mailboxes.setFlags(
                ADA, FolderId.INBOX, List.of(1L, 2L), new FlagEdit.Add(Flags.of(Flags.SEEN)), OptionalLong.of(seen));

        assertThat(flagged.messages()).extracting(Message::uid).containsExactly(1L);
        assertThat(flagged.modified()).containsExactly(2L);
    }

    @Test
    void aMessageHasABoundedNumberOfFlags() {
        deliver(post.letter("letter"));
        List<String> names = IntStream.range(0, 65).mapToObj(i -> "k" + i).toList();

        assertThat(flag(List.of(1L), new FlagEdit.Add(Flags.of(names.subList(0, 63))))
                        .tooMany())
                .isEmpty();
        assertThat(flag(List.of(1L), new FlagEdit.Add(Flags.of(names.subList(0, 64))))
                        .tooMany())
                .isEmpty();
        assertThat(flag(List.of(1L), new FlagEdit.Add(Flags.of(names))).tooMany())
                .containsExactly(1L);
    }

    @Test
    void aCopyHoldsTheOctetsByItself() throws IOException {
        Arrival letter = post.letter("copied");
        deliver(letter);
        post.forget(letter);
        FolderId archive = create("Archive");

        assertThat(mailboxes.copy(ADA, ROOMY, FolderId.INBOX, List.of(1L), archive))
                .isInstanceOfSatisfying(
                        Copied.Done.class, done -> assertThat(done.pairs()).containsExactly(new Copied.Pair(1, 1)));
        mailboxes.expunge(ADA, FolderId.INBOX, List.of(1L));
        assertThat(text(Post.all(mailboxes, archive).getFirst())).isEqualTo("copied");
        mailboxes.expunge(ADA, archive, List.of(1L));
        assertThat(post.isHeld(letter)).isFalse();
    }

    @Test
    void aCopyCountsTowardsTheQuotaAndAMoveDoesNot() {
        deliver(post.letter("x".repeat(60)));
        FolderId archive = create("Archive");

        assertThat(mailboxes.copy(ADA, new ByteSize(119), FolderId.INBOX, List.of(1L), archive))
                .isEqualTo(new Copied.OverQuota(60, 119));
        assertThat(mailboxes.move(ADA, FolderId.INBOX, List.of(1L), archive)).isInstanceOf(Copied.Done.class);
        assertThat(Post.all(mailboxes)).isEmpty();
        assertThat(mailboxes.vanishedSince(ADA, FolderId.INBOX, 0, 10)).containsExactly(1L);
        assertThat(Post.all(mailboxes, archive)).hasSize(1);
        assertThat(mailboxes.copy(ADA, ROOMY, archive, List.of(1L), new FolderId(99)))
                .isEqualTo(new Copied.NoSuchFolder(new FolderId(99)));
    }

    @Test
    void inboxIsThereFromTheStartAndKeepsItsValidity() {
        long validity = inbox().uidValidity();
        post.now = post.now.plusSeconds(100);
        deliver(post.letter("letter"));

        assertThat(mailboxes.folders(ADA)).extracting(Folder::name).containsExactly("INBOX");
        assertThat(post.mailboxes().folder(ADA, "inbox").orElseThrow().uidValidity())
                .isEqualTo(validity);
    }

    @Test
    void aFolderMadeAnewUnderAnOldNameHasAGreaterValidity() {
        FolderId first = create("Archive");
        long validity = mailboxes.folder(ADA, first).orElseThrow().uidValidity();
        mailboxes.delete(ADA, first);

        FolderId second = create("Archive");

        assertThat(second).isNotEqualTo(first);
        assertThat(mailboxes.folder(ADA, second).orElseThrow().uidValidity()).isGreaterThan(validity);
    }

    @Test
    void renamingAFolderTakesThoseBelowAlong() {
        FolderId deep = create("Work/2026/May");
        FolderId work = mailboxes.folder(ADA, "Work").orElseThrow().id();

        assertThat(mailboxes.rename(ADA, work, "Old/Work")).isInstanceOf(FolderChange.Done.class);

        assertThat(mailboxes.folders(ADA))
                .extracting(Folder::name)
                .containsExactly("INBOX", "Old", "Old/Work", "Old/Work/2026", "Old/Work/2026/May");
        assertThat(mailboxes.folder(ADA, "Old/Work/2026/May").orElseThrow().id())
                .isEqualTo(deep);
    }

    @Test
    void deletingAFolderFreesItsMessages() {
        FolderId archive = create("Archive");
        Arrival letter = post.letter("letter");
        deliver(letter);
        post.forget(letter);
        mailboxes.move(ADA, FolderId.INBOX, List.of(1L), archive);

        assertThat(mailboxes.delete(ADA, archive)).isInstanceOf(FolderChange.Done.class);

        assertThat(post.isHeld(letter)).isFalse();
        assertThat(mailboxes.usage(ADA)).isEqualTo(new Usage(0, 0));
    }

    @Test
    void deliversIntoAFolderAndIntoInboxWhereThatIsGone() {
        FolderId lists = create("Lists");

        assertThat(deliver(into("Lists", post.letter("a")))).isEqualTo(new Stored.Now(lists, 1));
        assertThat(deliver(into("Gone", post.letter("b")))).isEqualTo(new Stored.Now(FolderId.INBOX, 1));
    }

    @Test
    void appendsWhatCameByNoQueue() throws IOException {
        for (String content : List.of("small", "x".repeat(300_000))) {
            try (BlobWriter writer = mailboxes.content(ADA)) {
                byte[] octets = content.getBytes(StandardCharsets.UTF_8);
                writer.write(octets, 0, octets.length);
                mailboxes.append(ADA, ROOMY, new Upload("INBOX", writer.finish(), post.now, Set.of(Flags.SEEN)));
            }
        }

        List<Message> all = Post.all(mailboxes);
        assertThat(text(all.get(0))).isEqualTo("small");
        assertThat(text(all.get(1))).hasSize(300_000);
        FolderId archive = create("Archive");
        mailboxes.copy(ADA, ROOMY, FolderId.INBOX, List.of(1L), archive);
        mailboxes.expunge(ADA, FolderId.INBOX, List.of(1L, 2L));
        assertThat(mailboxes.read(all.get(1))).isEmpty();
        assertThat(text(Post.all(mailboxes, archive).getFirst())).isEqualTo("small");
    }

    @Test
    void removingAnAccountLeavesNothing() {
        Arrival letter = post.letter("letter");
        deliver(letter);
        post.forget(letter);
        create("Archive");

        mailboxes.remove(ADA);

        assertThat(post.isHeld(letter)).isFalse();
        assertThat(new Audit(store).rows(ADA)).isEmpty();
    }

    private Stored deliver(Arrival letter) {
        return mailboxes.deliver(ADA, ROOMY, letter);
    }

    private Flagged flag(List<Long> uids, FlagEdit edit) {
        return mailboxes.setFlags(ADA, FolderId.INBOX, uids, edit, OptionalLong.empty());
    }

    private Folder inbox() {
        return mailboxes.folder(ADA, FolderId.INBOX).orElseThrow();
    }

    private FolderId create(String name) {
        return ((FolderChange.Done) mailboxes.create(ADA, name)).folder().id();
    }

    private static Arrival into(String folder, Arrival letter) {
        return new Arrival(
                letter.key(),
                folder,
                letter.prefix(),
                letter.blob(),
                letter.reference(),
                letter.size(),
                letter.at(),
                letter.flags());
    }

    private String text(Message message) throws IOException {
        try (InputStream octets = mailboxes.read(message).orElseThrow()) {
            return new String(octets.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Long> longs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private interface Work<T> {
        T at(int number);
    }

    private static <T> List<T> atOnce(int times, Work<T> work) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int number = i;
            calls.add(() -> work.at(number));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> outcomes = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                outcomes.add(future.get());
            }
            return outcomes;
        }
    }
}
