package org.maillon.mailbox;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** Bounds of the mailboxes. */
public record MailboxSettings(
        @Setting(
                value = "10000",
                min = 1,
                doc = "Accounts whose folder states are kept in memory, the least used dropped first.")
        int hotAccounts,

        @Setting(
                value = "500",
                min = 1,
                max = 100_000,
                doc = "Deliveries to one account, or messages of one operation, that share one write.")
        int messagesPerBatch,

        @Setting(
                value = "30",
                min = 1,
                doc = "How often a write is tried anew after another process changed the same account in between.")
        int triesOnConflict,

        @Setting(
                value = "30d",
                min = 86_400,
                doc =
                        "How long a delivery is remembered, so that doing it again stores nothing; longer than a message may wait in the queue.")
        Duration keysKept,

        @Setting(value = "1000", min = 1, max = 100_000, doc = "Folders in one account, INBOX included.")
        int foldersPerAccount,

        @Setting(value = "255", min = 5, max = 4096, doc = "Octets in a folder's full name, in UTF-8.")
        int folderNameOctets,

        @Setting(value = "64", min = 5, max = 1000, doc = "Flags and keywords on one message.")
        int flagsPerMessage) {}
