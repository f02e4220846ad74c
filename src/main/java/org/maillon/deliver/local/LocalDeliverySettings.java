package org.maillon.deliver.local;

import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** How messages come into mailboxes. */
public record LocalDeliverySettings(
        @Setting(value = "10", min = 1, max = 100, doc = "How many aliases and forwards may follow on one another.")
        int maxExpansions,

        @Setting(
                value = "256KiB",
                min = 1024,
                doc = "How much of a message's header is searched for a Delivered-To of ours, which tells a loop.")
        ByteSize loopSearch,

        @Setting(
                value = "false",
                doc = "Whether ada+lists@… goes into ada's folder named lists, where there is one, instead of INBOX.")
        boolean detailFolders,

        @Setting(
                value = "false",
                doc =
                        "Whether a message to a full mailbox comes back at once (552 5.2.2), instead of waiting in the queue for room until it expires.")
        boolean bounceWhenFull) {}
