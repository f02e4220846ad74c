package org.maillon.mailbox;

/** Names a folder within its account. Given once, never used again; a rename keeps it. */
public record FolderId(int number) {
    /** Every account has it, from the first moment. */
    public static final FolderId INBOX = new FolderId(1);
}
