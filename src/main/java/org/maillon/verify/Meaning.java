package org.maillon.verify;

import java.util.List;
import java.util.Locale;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.OwnWords;
import org.maillon.wire.smtp.Reply;

/**
 * What a server's reply to RCPT says of the mailbox. A refusal may be about the mailbox, or about us who ask: only the
 * first may ever refuse a user's mail. So a reply is believed where its enhanced code names the mailbox (RFC 3463 §3.2,
 * §3.3, RFC 5248 §2.4); where there is none, or one that says nothing, its words must name it and must not speak of a
 * policy. All else is unclear, and the mail goes on to hear more.
 */
enum Meaning {
    /** It is there: also where it is full today. */
    EXISTS,
    NO_SUCH_MAILBOX,
    /** If it is there, it leads to no one. */
    CLOSED,
    /** The domain takes no mail at all (RFC 7504 §4, RFC 7505 §4). */
    NO_MAIL,
    /** Not now: greylisting, a server in trouble (RFC 5321 §4.2.1). */
    PUT_OFF,
    /** It refuses, and may mean us. */
    UNCLEAR;

    private static final List<String> OF_A_MAILBOX = List.of(
            "no such",
            "unknown",
            "not exist",
            "n't exist",
            "not found",
            "unrouteable",
            "unroutable",
            "no mailbox",
            "mailbox unavailable",
            "no longer",
            "invalid recipient",
            "invalid mailbox",
            "user invalid",
            "not a valid",
            "no user",
            "not known",
            "inconnu",
            "unbekannt");

    private static final List<String> OF_A_POLICY = List.of(
            "relay",
            "spam",
            "block",
            "blacklist",
            "denylist",
            "listed",
            "policy",
            "reputation",
            "greylist",
            "graylist",
            "spf",
            "dkim",
            "dmarc",
            "authent",
            "reverse dns",
            "ptr",
            "helo",
            "ehlo",
            "client host",
            "your ip",
            "your host",
            "your server",
            "sender",
            "verification",
            "verify",
            "callout",
            "rate limit",
            "too many",
            "denied",
            "http://",
            "https://");

    static Meaning ofRcpt(Reply reply) {
        return switch (reply.code() / 100) {
            case 2 -> EXISTS; // 250, 251: it will forward (RFC 5321 §3.4)
            case 4 -> PUT_OFF;
            case 5 -> ofRefusal(reply);
            default -> UNCLEAR;
        };
    }

    /**
     * Whether a refusal says of itself, by its enhanced code, that it is about the recipient's mailbox: others who ask for
     * it would hear the same. Where only words say so, they may be about the sender who asked.
     */
    static boolean namesTheMailbox(Reply reply) {
        return reply.status()
                .filter(status -> switch (status.subject()) {
                    case 1 -> ofAddress(status.detail(), reply) != UNCLEAR && status.detail() != 0;
                    case 2 -> status.detail() == 1 || status.detail() == 4;
                    default -> false;
                })
                .isPresent();
    }

    private static Meaning ofRefusal(Reply reply) {
        return reply.status().map(status -> ofStatus(status, reply)).orElseGet(() -> ofCode(reply));
    }

    private static Meaning ofStatus(EnhancedStatus status, Reply reply) {
        return switch (status.subject()) {
            case 0 -> ofCode(reply); // X.0.0: it says nothing
            case 1 -> ofAddress(status.detail(), reply);
            case 2 -> ofMailbox(status.detail(), reply);
            case 5 -> status.detail() == 0 ? ofCode(reply) : UNCLEAR; // 5.5.0 stands for anything; else our commands
            default -> UNCLEAR; // X.3 the system, X.4 the network, X.6 the body, X.7 a policy
        };
    }

    /** RFC 3463 §3.2. */
    private static Meaning ofAddress(int detail, Reply reply) {
        return switch (detail) {
            case 0 -> ofCode(reply); // of some address: the sender's, perhaps
            case 1, 2, 3, 4, 6 -> NO_SUCH_MAILBOX; // none, no host, no syntax, more than one, moved
            case 5 -> EXISTS; // X.1.5: "valid"
            case 10 -> NO_MAIL; // RFC 7505 §4.1
            default -> UNCLEAR; // X.1.7 and X.1.8 are about the sender
        };
    }

    /** RFC 3463 §3.3. */
    private static Meaning ofMailbox(int detail, Reply reply) {
        return switch (detail) {
            case 0 -> ofCode(reply);
            case 1, 4 -> CLOSED; // disabled; a list without members, which OpenSMTPD says of unknown names too
            case 2, 3 -> EXISTS; // full, too large for it
            default -> UNCLEAR;
        };
    }

    /** RFC 5321 §4.2.3. 550 and 553 are said of mailboxes, and by many servers of us who ask: their words decide. */
    private static Meaning ofCode(Reply reply) {
        return switch (reply.code()) {
            case 550, 553 -> byWords(reply);
            case 551 -> NO_SUCH_MAILBOX; // RFC 5321 §3.4: not here; we do not follow
            case 556 -> NO_MAIL; // RFC 7504 §4
            default -> UNCLEAR; // 552 old servers mean 452 by (RFC 5321 §4.5.3.1.10), 554 and 50z may be anything
        };
    }

    private static Meaning byWords(Reply reply) {
        String all = String.join(" ", reply.lines()).toLowerCase(Locale.ROOT);
        String own = OwnWords.of(reply); // a sender's address that is echoed must not say that a mailbox is unknown
        boolean clear = OF_A_MAILBOX.stream().anyMatch(own::contains)
                && OF_A_POLICY.stream().noneMatch(all::contains);
        return clear ? NO_SUCH_MAILBOX : UNCLEAR;
    }
}
