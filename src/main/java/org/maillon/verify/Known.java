package org.maillon.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maillon.verify.Verdict.Finding;
import org.maillon.verify.Verdict.Reason;
import org.maillon.verify.Verdict.Then;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/**
 * What another server's word taught us about an address, or about a whole domain.
 *
 * @param by the server; empty where none was reached
 * @param said its words, where it said any
 * @param way on which it was asked, {@code mx} or a configured server: it holds as long as mail goes that way
 * @param why for {@link Kind#UNCLEAR} and {@link Kind#NOT_ASKED}, the end of a sentence
 */
record Known(Kind kind, Instant when, String by, Optional<Reply> said, String way, String why) {
    enum Kind {
        EXISTS,
        NO_SUCH_MAILBOX,
        CLOSED,
        NO_MAIL,
        /** Of a domain: it takes every name. */
        ACCEPTS_ALL,
        /** Of a domain: it has refused a name, so its yes means something. */
        TELLS_APART,
        /** Nothing was learned; asked again in a while. */
        UNCLEAR,
        /** It was not asked, or not for who wants to know: no client is sent away for that. */
        NOT_ASKED
    }

    /** A moment that is yet to come was written by a clock that was wrong: it proves nothing. */
    boolean isCurrent(Instant now, Duration life) {
        Duration age = Duration.between(when, now);
        return !age.isNegative() && age.compareTo(life) < 0;
    }

    /** Whether mail for it would be refused. */
    boolean isNo() {
        return switch (kind) {
            case NO_SUCH_MAILBOX, CLOSED, NO_MAIL -> true;
            case EXISTS, ACCEPTS_ALL, TELLS_APART, UNCLEAR, NOT_ASKED -> false;
        };
    }

    /** @param undecided what a client hears where this is unclear */
    Verdict verdict(Address address, Then undecided) {
        Finding finding = switch (kind) {
            case EXISTS, TELLS_APART -> new Finding.Exists();
            case NO_SUCH_MAILBOX -> new Finding.DoesNotExist(Reason.NO_SUCH_MAILBOX);
            case CLOSED -> new Finding.DoesNotExist(Reason.MAILBOX_CLOSED);
            case NO_MAIL -> new Finding.DoesNotExist(Reason.NULL_MX);
            case ACCEPTS_ALL -> new Finding.AcceptsAll();
            case UNCLEAR -> new Finding.Unknown(why, undecided);
            case NOT_ASKED -> new Finding.Unknown(why, Then.GO_ON);
        };
        return new Verdict(finding, when, by, said, () -> sentences(address));
    }

    private List<String> sentences(Address address) {
        if (kind == Kind.NOT_ASKED) {
            return List.of("Its server was not asked: " + why + ".");
        } else if (said.isEmpty()) {
            return List.of("A question to its server brought no answer: " + why + ".");
        } else if (kind == Kind.ACCEPTS_ALL) {
            return List.of(
                    by + " said, to RCPT of a name of " + address.domain() + " that was made up: " + said.get(),
                    "So it says yes to every name, and its yes to " + address + " would tell nothing.");
        }
        String about = kind == Kind.UNCLEAR ? why : "to RCPT TO:<" + address + ">";
        return List.of(by + " said, " + about + ": " + said.get());
    }
}
