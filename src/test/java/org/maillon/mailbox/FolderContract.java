package org.maillon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.mailbox.Post.ADA;
import static org.maillon.mailbox.Post.ROOMY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.ByteSize;
import org.maillon.store.BlobWriter;

/** What flags, copies and folders promise, on every engine. */
abstract class FolderContract extends OnEngine {
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
}
