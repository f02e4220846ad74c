package org.maillon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maillon.mailbox.Post.ADA;
import static org.maillon.mailbox.Post.ROOMY;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.store.Batch;
import org.maillon.store.StoreException;
import org.maillon.store.model.Faults;
import org.maillon.store.model.ModelStore;

class MailboxBoundsTest {
    private final ModelStore store = new ModelStore();
    private final Post post = new Post(store);

    @ParameterizedTest(name = "\"{0}\": {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Archive      , ``,                       a name",
                "Été          , ``,                       any language",
                "a/b          , ``,                       a folder in a folder",
                "INBOX/lists  , ``,                       below INBOX",
                "``           , 1 to 20 octets,           no name",
                "/a           , each level,               begins with a separator",
                "a/           , each level,               ends with one",
                "a//b         , each level,               nothing in between",
                "inbox        , exists,                   INBOX in any case",
                "INBOX        , exists,                   INBOX itself",
                "inbox/lists  , INBOX in capitals,        two spellings of one place",
                "a\tb         , control characters,       a tab",
                "1234567890123456789    , ``,             one octet less than allowed",
                "12345678901234567890   , ``,             as long as allowed",
                "123456789012345678901  , 1 to 20 octets, one octet more",
                "éééééééééé   , ``,                       octets are counted and not letters",
                "ééééééééééé  , 1 to 20 octets,           octets are counted and not letters",
            })
    void aFoldersName(String name, String objection, String why) {
        FolderChange change = with("folder-name-octets", "20").create(ADA, name);

        if (objection.isEmpty()) {
            assertThat(change).as(why).isInstanceOf(FolderChange.Done.class);
        } else {
            assertThat(change)
                    .as(why)
                    .isInstanceOfSatisfying(
                            FolderChange.Refused.class,
                            refused -> assertThat(refused.why()).contains(objection));
        }
    }

    @Test
    void anAccountHasABoundedNumberOfFolders() {
        Mailboxes mailboxes = with("folders-per-account", "4");

        assertThat(mailboxes.create(ADA, "a/b")).isInstanceOf(FolderChange.Done.class);
        assertThat(mailboxes.create(ADA, "c/d")).isInstanceOf(FolderChange.Refused.class);
        assertThat(mailboxes.create(ADA, "c")).isInstanceOf(FolderChange.Done.class);
        assertThat(mailboxes.create(ADA, "d")).isInstanceOf(FolderChange.Refused.class);
        assertThat(mailboxes.folders(ADA)).hasSize(4);
        assertThat(with("folders-per-account", "4").folders(ADA)).hasSize(4);
    }

    @Test
    void foldersThatAreNeededStay() {
        Mailboxes mailboxes = post.mailboxes();
        mailboxes.create(ADA, "a/b");
        FolderId a = mailboxes.folder(ADA, "a").orElseThrow().id();

        assertThat(mailboxes.delete(ADA, a)).isInstanceOf(FolderChange.Refused.class);
        assertThat(mailboxes.delete(ADA, FolderId.INBOX)).isInstanceOf(FolderChange.Refused.class);
        assertThat(mailboxes.delete(ADA, new FolderId(99))).isInstanceOf(FolderChange.Refused.class);
        assertThat(mailboxes.rename(ADA, FolderId.INBOX, "old")).isInstanceOf(FolderChange.Refused.class);
        assertThat(mailboxes.rename(ADA, a, "a/b/c")).isInstanceOf(FolderChange.Refused.class);
        assertThat(mailboxes.rename(ADA, a, "inbox")).isInstanceOf(FolderChange.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6})
    void anOperationOnManyMessagesIsCutIntoWrites(int most) {
        Mailboxes mailboxes = with("messages-per-batch", String.valueOf(most));
        for (int i = 0; i < 5; i++) {
            mailboxes.deliver(ADA, ROOMY, post.letter("letter"));
        }
        List<Long> all = LongStream.rangeClosed(1, 5).boxed().toList();
        FolderId archive =
                ((FolderChange.Done) mailboxes.create(ADA, "Archive")).folder().id();

        FlagEdit edit = new FlagEdit.Add(Flags.of(Flags.SEEN));
        assertThat(mailboxes
                        .setFlags(ADA, FolderId.INBOX, all, edit, OptionalLong.empty())
                        .messages())
                .hasSize(5);
        assertThat(((Copied.Done) mailboxes.copy(ADA, ROOMY, FolderId.INBOX, all, archive)).pairs())
                .hasSize(5);
        assertThat(((Copied.Done) mailboxes.move(ADA, archive, all, FolderId.INBOX)).pairs())
                .hasSize(5);
        new Audit(store).check(mailboxes, ADA);
        long before = store.commits();
        assertThat(mailboxes.expunge(ADA, FolderId.INBOX, all)).hasSize(5);
        assertThat(store.commits() - before).isEqualTo(3L * ((5 + most - 1) / most));
        mailboxes.create(ADA, "Archive/2026");
        new Audit(store).check(mailboxes, ADA);
    }

    @Test
    void accountsBeyondThoseKeptInMemoryAreReadAnew() {
        Mailboxes mailboxes = with("hot-accounts", "1");
        for (int i = 0; i < 30; i++) {
            AccountId account = new AccountId(i % 3);
            assertThat(mailboxes.deliver(account, ROOMY, post.letter("letter")))
                    .isEqualTo(new Stored.Now(FolderId.INBOX, i / 3 + 1));
        }
    }

    @Test
    void givesUpOnAnAccountThatChangesUnderEachTry() {
        for (int conflicts = 2; conflicts <= 3; conflicts++) {
            Mailboxes mailboxes = with("tries-on-conflict", "3");
            mailboxes.folders(ADA);
            Arrival letter = post.letter("letter");
            AtomicInteger left = new AtomicInteger(conflicts);
            store.with(intruder(left));

            if (conflicts < 3) {
                assertThat(mailboxes.deliver(ADA, ROOMY, letter)).isInstanceOf(Stored.Now.class);
            } else {
                assertThatThrownBy(() -> mailboxes.deliver(ADA, ROOMY, letter))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("changed under each of 3 tries");
            }
            store.with(Faults.none());
        }
    }

    /** Another process that writes to the account just before each of our commits. */
    private Faults intruder(AtomicInteger left) {
        return batch -> {
            boolean ours = !batch.conditions().isEmpty();
            if (ours && left.getAndDecrement() > 0) {
                store.commit(Batch.of(Rows.partition(ADA))
                        .put(Bytes.utf8("Z"), Rows.EMPTY)
                        .build());
            }
            return Faults.Fate.COMMIT;
        };
    }

    private Mailboxes with(String key, String value) {
        return post.mailboxes(Settings.read(MailboxSettings.class, Map.of(key, value)));
    }
}
