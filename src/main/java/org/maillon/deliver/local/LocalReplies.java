package org.maillon.deliver.local;

import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/** What local delivery answers, in the words a notice repeats to the sender. */
final class LocalReplies {
    private LocalReplies() {}

    static Reply stored() {
        return Reply.of(250, "2.0.0", "Stored in the mailbox");
    }

    static Reply noSuchMailbox(Address address) {
        return Reply.of(550, "5.1.1", "There is no mailbox " + address + " here; check the spelling");
    }

    static Reply directorySilent(Address address) {
        return Reply.of(
                451,
                "4.4.3",
                "The directory that knows the people of " + address.domain() + " gives no answer; trying again until"
                        + " it does");
    }

    static Reply notOurs(Address address) {
        return Reply.of(550, "5.1.2", "This server no longer keeps mailboxes for " + address.domain());
    }

    static Reply full(Address address) {
        return Reply.of(452, "4.2.2", "The mailbox " + address + " is full; trying again until there is room");
    }

    static Reply fullForGood(Address address) {
        return Reply.of(552, "5.2.2", "The mailbox " + address + " is full; its owner must make room first");
    }

    static Reply loop() {
        return Reply.of(554, "5.4.6", "Mail loop: this message has been delivered here before");
    }

    static Reply tooManySteps() {
        return Reply.of(554, "5.4.6", "Aliases and forwards lead too far, or in a circle");
    }
}
