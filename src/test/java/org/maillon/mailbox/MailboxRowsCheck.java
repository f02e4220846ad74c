package org.maillon.mailbox;

import org.maillon.fuzz.RowsFuzz;
import org.maillon.store.Row;

/** The mailbox's rows for {@link RowsFuzz}. */
public final class MailboxRowsCheck {
    private MailboxRowsCheck() {}

    public static RowsFuzz.Rewriter rewriter(int kind) {
        return switch (kind % 5) {
            case 0 -> row -> Rows.accountValue(Rows.totals(row));
            case 1 -> row -> Rows.folderValue(Rows.folder(new Row(Rows.folderKey(FolderId.INBOX), row)));
            case 2 -> row -> Rows.messageValue(Rows.message(FolderId.INBOX, 1, row));
            case 3 -> row -> Rows.vanishedValue(Rows.vanished(row));
            default -> row -> Rows.placeValue(Rows.place(row));
        };
    }
}
