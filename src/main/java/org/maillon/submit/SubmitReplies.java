package org.maillon.submit;

import org.maillon.queue.QueueId;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/** Every reply this room gives. RFC 5321 §4.2, RFC 3463. */
final class SubmitReplies {
    static final Reply STORE_FULL =
            Reply.of(452, "4.3.1", "We have no room to keep your message just now; please try again later");
    static final Reply STORE_BROKEN = Reply.of(451, "4.3.0", "We could not keep your message; please try again later");

    private SubmitReplies() {}

    static Reply queued(QueueId id) {
        return Reply.of(250, "2.0.0", "Queued as " + id);
    }

    /** RFC 1870 §6.1 (1) and (3). */
    static Reply tooLarge(long most) {
        return Reply.of(552, "5.3.4", "The message is too large; at most " + most + " octets are taken here");
    }

    /** RFC 5321 §6.3. */
    static Reply loops(int hops) {
        return Reply.of(
                554, "5.4.6", "The message has passed " + hops + " servers already: it is going round in a circle");
    }

    static Reply headerTooLarge(long most) {
        return Reply.of(552, "5.3.4", "The message's header is too large; at most " + most + " octets are taken here");
    }

    static Reply tooManyFields(int most) {
        return Reply.of(552, "5.3.4", "The message has too many header fields; at most " + most + " are taken here");
    }

    /** RFC 7504 does not fit here; RFC 3463 §3.8: delivery not authorized. */
    static Reply relayDenied(Address recipient) {
        return Reply.of(
                550,
                "5.7.1",
                "Mail for " + recipient.domain() + " is not taken here from your address; "
                        + "send it through your own provider's server");
    }

    /** RFC 3463 §3.3: mailbox full. */
    static Reply mailboxFull(Address recipient) {
        return Reply.of(552, "5.2.2", "The mailbox of " + recipient + " is full; it takes no mail until it is emptied");
    }

    /** RFC 9989 §5.4: the author's domain asked for it. */
    static Reply notVouchedFor(String author) {
        return Reply.of(
                550,
                "5.7.1",
                "Nobody vouches that this message is from " + author
                        + ", whose owner wants such messages refused (DMARC):"
                        + " send it through that domain's own servers, or sign it with its DKIM key");
    }

    /** RFC 3463 §3.5: directory server failure. */
    static Reply vouchingUnknown(String author) {
        return Reply.of(
                451,
                "4.4.3",
                "The DMARC record of " + author + " could not be asked for just now; please try again later");
    }
}
