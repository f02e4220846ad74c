package org.maillon.submit;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.Durations;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/** What a user hears whose message is not taken as it is. */
final class SubmissionReplies {
    /** RFC 4954 §6: authentication "is not currently in force". */
    static final Reply LOG_IN_ANEW =
            Reply.of(530, "5.7.0", "Your log-in does not hold any more; connect again and log in");

    /** At the end of DATA 530 has no place (RFC 5321 §4.3.2). */
    static final Reply NOBODYS =
            Reply.of(550, "5.7.1", "Your log-in does not hold any more, and the message was not taken; log in again");

    static final Reply NO_FROM =
            Reply.of(550, "5.6.0", "The message has no From field; add one with your address (RFC 5322 §3.6.2)");
    static final Reply SEVERAL_FROM_FIELDS =
            Reply.of(550, "5.6.0", "The message has more than one From field; leave one (RFC 5322 §3.6)");
    static final Reply SEVERAL_SENDER_FIELDS =
            Reply.of(550, "5.6.0", "The message has more than one Sender field; leave one (RFC 5322 §3.6)");
    static final Reply UNREADABLE_FROM =
            Reply.of(550, "5.6.0", "The From field is not readable; write it as Name <you@your.example>");
    static final Reply UNREADABLE_SENDER =
            Reply.of(550, "5.6.0", "The Sender field is not readable; write it as Name <you@your.example>");
    static final Reply WHO_OF_THEM = Reply.of(
            550,
            "5.6.0",
            "From names several people; a Sender field must say which of them sends it (RFC 5322 §3.6.2)");

    private SubmissionReplies() {}

    /** RFC 6409 §6.1. */
    static Reply notYourSender(Address from, List<String> allowed) {
        return Reply.of(553, "5.7.1", "You may not send as <" + from + ">; " + allowed(allowed));
    }

    static Reply notYours(String field, Address from, List<String> allowed) {
        return Reply.of(550, "5.7.1", field + " names <" + from + ">, which is not yours; " + allowed(allowed));
    }

    /** RFC 3463 §3.5. */
    static Reply directorySilent(Address from) {
        return Reply.of(
                451,
                "4.4.3",
                "Whether <" + from + "> is yours cannot be looked up just now; try again in a few minutes");
    }

    private static String allowed(List<String> allowed) {
        return "yours are " + String.join(", ", allowed) + ", and aliases that lead there";
    }

    static Reply notOffered(String what) {
        return Reply.of(555, "5.5.4", what + " is for those who have logged in");
    }

    /** RFC 8689 §4.1. */
    static Reply needsTls() {
        return Reply.of(555, "5.5.4", "REQUIRETLS is offered under TLS only");
    }

    /** RFC 4865 §4 (7). */
    static Reply heldTooLong(Duration most) {
        return Reply.of(501, "5.5.4", "A message is held here for " + Durations.format(most) + " at most");
    }

    /** RFC 2852 §4. */
    static Reply tooSoon(Duration least) {
        return Reply.of(501, "5.5.4", "A delivery can be asked for in " + Durations.format(least) + " or more");
    }
}
