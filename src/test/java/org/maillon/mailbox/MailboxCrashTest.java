package org.maillon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maillon.mailbox.Post.ADA;
import static org.maillon.mailbox.Post.ROOMY;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillon.store.StoreException;
import org.maillon.store.model.Faults;
import org.maillon.store.model.ModelStore;

/** The power goes at every commit in turn; afterwards nothing is lost, doubled or held for nobody. */
class MailboxCrashTest {
    private final ModelStore store = new ModelStore();
    private final Post post = new Post(store);

    @Test
    void aDeliveryWhoseAnswerWasLostIsNotDoneTwice() {
        Arrival letter = post.letter("once");
        store.with(Faults.at(0, Faults.Fate.CRASH_AFTER));
        assertThatThrownBy(() -> post.mailboxes().deliver(ADA, ROOMY, letter)).isInstanceOf(StoreException.class);
        store.reopen();

        Mailboxes after = post.mailboxes();

        assertThat(after.deliver(ADA, ROOMY, letter)).isEqualTo(new Stored.AlreadyThere(FolderId.INBOX, 1));
        assertThat(Post.all(after)).hasSize(1);
    }

    @Test
    void aDeliveryThatTheStoreRefusedIsDoneLater() {
        Arrival letter = post.letter("later");
        Mailboxes mailboxes = post.mailboxes();
        store.with(Faults.at(0, Faults.Fate.FULL));
        assertThatThrownBy(() -> mailboxes.deliver(ADA, ROOMY, letter)).isInstanceOf(StoreException.class);

        assertThat(mailboxes.deliver(ADA, ROOMY, letter)).isEqualTo(new Stored.Now(FolderId.INBOX, 1));
        new Audit(store).check(mailboxes, ADA);
    }

    @ParameterizedTest
    @EnumSource(names = {"CRASH_BEFORE", "CRASH_AFTER", "FAIL"})
    void expungeFreesTheOctetsWhereverItIsCutShort(Faults.Fate fate) {
        int steps = 0;
        for (boolean cutShort = true; cutShort; steps++) {
            Arrival letter = post.letter("letter");
            Mailboxes before = post.mailboxes();
            long uid = uid(before.deliver(ADA, ROOMY, letter));
            post.forget(letter);

            cutShort = cutShort(steps, fate, before, m -> m.expunge(ADA, FolderId.INBOX, List.of(uid)));

            Mailboxes after = post.mailboxes();
            after.expunge(ADA, FolderId.INBOX, List.of(uid));
            after.recover(ADA);
            assertThat(post.isHeld(letter))
                    .as("held by nobody, cut at step %s", steps)
                    .isFalse();
            new Audit(store).check(after, ADA);
        }
        assertThat(steps).as("steps of an expunge").isEqualTo(4);
    }

    /** Seeds 97 and 299 of the simulation: they stayed until the next start. */
    @Test
    void octetsThatADiskInTroubleCouldNotFreeAreFreedByTheNextUse() {
        for (int step = 1; step < 3; step++) {
            Arrival letter = post.letter("letter");
            Mailboxes mailboxes = post.mailboxes();
            long uid = uid(mailboxes.deliver(ADA, ROOMY, letter));
            post.forget(letter);
            assertThat(cutShort(step, Faults.Fate.FAIL, mailboxes, m -> m.expunge(ADA, FolderId.INBOX, List.of(uid))))
                    .isTrue();

            mailboxes.deliver(ADA, ROOMY, post.letter("next"));

            assertThat(post.isHeld(letter)).as("cut at step %s", step).isFalse();
            new Audit(store).check(mailboxes, ADA);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CRASH_BEFORE", "CRASH_AFTER", "FAIL"})
    void aCopyCutShortHoldsNothing(Faults.Fate fate) {
        FolderId archive = ((FolderChange.Done) post.mailboxes().create(ADA, "Archive"))
                .folder()
                .id();
        int steps = 0;
        for (boolean cutShort = true; cutShort; steps++) {
            Arrival letter = post.letter("letter");
            Mailboxes before = post.mailboxes();
            long uid = uid(before.deliver(ADA, ROOMY, letter));
            post.forget(letter);

            cutShort = cutShort(steps, fate, before, m -> m.copy(ADA, ROOMY, FolderId.INBOX, List.of(uid), archive));

            Mailboxes after = post.mailboxes();
            after.recover(ADA);
            new Audit(store).check(after, ADA);
            after.expunge(ADA, FolderId.INBOX, List.of(uid));
            after.expunge(
                    ADA,
                    archive,
                    Post.all(after, archive).stream().map(Message::uid).toList());
            assertThat(post.isHeld(letter))
                    .as("held by nobody, cut at step %s", steps)
                    .isFalse();
        }
        assertThat(steps).as("steps of a copy").isEqualTo(4);
    }

    @Test
    void aRecoveryCutShortIsDoneAgain() {
        for (int step = 0; step < 3; step++) {
            Arrival letter = post.letter("letter");
            Mailboxes before = post.mailboxes();
            long uid = uid(before.deliver(ADA, ROOMY, letter));
            post.forget(letter);
            cutShort(1, Faults.Fate.CRASH_BEFORE, before, m -> m.expunge(ADA, FolderId.INBOX, List.of(uid)));
            assertThat(new Audit(store).pending(ADA)).isEqualTo(1);

            cutShort(step, Faults.Fate.CRASH_AFTER, post.mailboxes(), m -> m.recover(ADA));

            Mailboxes after = post.mailboxes();
            after.recover(ADA);
            assertThat(post.isHeld(letter)).isFalse();
            new Audit(store).check(after, ADA);
        }
    }

    /** True where {@code work} did not come to its end. */
    private boolean cutShort(int commits, Faults.Fate fate, Mailboxes mailboxes, Consumer<Mailboxes> work) {
        store.with(Faults.at(commits, fate));
        try {
            work.accept(mailboxes);
            return false;
        } catch (StoreException _) {
            return true;
        } finally {
            store.reopen();
        }
    }

    private static long uid(Stored stored) {
        return ((Stored.Now) stored).uid();
    }
}
