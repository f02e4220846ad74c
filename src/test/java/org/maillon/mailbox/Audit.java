package org.maillon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToLongFunction;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.Bytes;
import org.maillon.store.KeyRange;
import org.maillon.store.Row;
import org.maillon.store.Store;

/** Counts an account's rows, and holds the counts that it keeps against them. */
final class Audit {
    private final Store store;

    Audit(Store store) {
        this.store = store;
    }

    List<Row> rows(AccountId account) {
        return rows(account, KeyRange.all());
    }

    int deliveriesRemembered(AccountId account) {
        return rows(account, KeyRange.prefix(Bytes.utf8("K"))).size();
    }

    int pending(AccountId account) {
        return rows(account, Rows.PENDING).size();
    }

    void check(Mailboxes mailboxes, AccountId account) {
        long octets = 0;
        long messages = 0;
        for (Folder folder : mailboxes.folders(account)) {
            List<Message> all = mailboxes.list(account, folder.id(), 0, Mailboxes.LAST_UID, Integer.MAX_VALUE);
            check(folder, all);
            assertThat(mailboxes.changedSince(account, folder.id(), 0, Integer.MAX_VALUE))
                    .as("each message is in the order of changes once")
                    .containsExactlyInAnyOrderElementsOf(all);
            assertThat(all)
                    .allSatisfy(message -> assertThat(store.blobs().size(message.blob()))
                            .as("the octets are there")
                            .hasValue(message.size() - message.prefix().length()));
            octets += folder.octets();
            messages += folder.messages();
        }
        assertThat(mailboxes.usage(account)).isEqualTo(new Usage(octets, messages));
        assertThat(pending(account)).as("references pending").isZero();
    }

    private static void check(Folder folder, List<Message> all) {
        assertThat(folder.messages()).isEqualTo(all.size());
        assertThat(folder.octets()).isEqualTo(sum(all, Message::size));
        assertThat(folder.unseen()).isEqualTo(sum(all, m -> m.flags().has(Flags.SEEN) ? 0 : 1));
        assertThat(folder.deleted()).isEqualTo(sum(all, m -> m.flags().has(Flags.DELETED) ? 1 : 0));
        assertThat(all).allSatisfy(message -> {
            assertThat(message.uid()).isLessThan(folder.uidNext());
            assertThat(message.modSeq()).isLessThanOrEqualTo(folder.highestModSeq());
        });
    }

    private static long sum(List<Message> all, ToLongFunction<Message> part) {
        return all.stream().mapToLong(part).sum();
    }

    private List<Row> rows(AccountId account, KeyRange range) {
        return store.scan(Rows.partition(account), range, Integer.MAX_VALUE, Store.Direction.FORWARD);
    }
}
