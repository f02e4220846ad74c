package org.maillon.verify;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.maillon.verify.Known.Kind;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Reply;

/**
 * What an answer teaches.
 *
 * @param verdict what holds for the address that was asked about
 * @param ofAddress to be remembered of it
 * @param ofDomain to be remembered of its domain
 */
record Conclusion(Known verdict, Optional<Known> ofAddress, Optional<Known> ofDomain) {
    static Conclusion of(Answer answer, Instant now, String way) {
        return switch (answer) {
            case Answer.Said said -> ofReply(said, new Witness(said.server(), now, way));
            case Answer.SenderRefused(String server, Reply reply) ->
                unshared(new Witness(server, now, way).unclear(reply, "to our MAIL")); // another sender may be welcome
            case Answer.Unreachable(String why) -> {
                Known silence = new Known(Kind.UNCLEAR, now, "", Optional.empty(), way, why);
                yield new Conclusion(silence, Optional.empty(), Optional.of(silence));
            }
            case Answer.NotAsked(String why) -> notAsked(now, way, why);
        };
    }

    /** Not to be remembered at all. */
    static Conclusion nothing(Instant now, String way, String why) {
        return unshared(new Known(Kind.UNCLEAR, now, "", Optional.empty(), way, why));
    }

    /** Nor is it anyone's word. */
    static Conclusion notAsked(Instant now, String way, String why) {
        return unshared(new Known(Kind.NOT_ASKED, now, "", Optional.empty(), way, why));
    }

    private static Conclusion unshared(Known known) {
        return new Conclusion(known, Optional.empty(), Optional.empty());
    }

    /**
     * As far as it holds for others. A client's question names the client's sender, and the no may be meant for that: it is
     * remembered only where its enhanced code says that it is about the mailbox and its words do not speak of the sender.
     */
    Conclusion heardBy(Question question, Answer answer) {
        boolean holdsForAll = !verdict.isNo()
                || switch (question.purpose()) {
                    case Purpose.Curiosity _ -> true;
                    case Purpose.Delivery delivery ->
                        answer instanceof Answer.Said said
                                && Meaning.namesTheMailbox(said.reply())
                                && !names(delivery.sender(), question.address(), said.reply());
                };
        return holdsForAll ? this : unshared(verdict);
    }

    private static boolean names(ReversePath path, Address recipient, Reply reply) {
        if (!(path instanceof ReversePath.Sender(Address sender))) {
            return false;
        }
        boolean elsewhere = !sender.domain().equals(recipient.domain());
        return lower(String.join(" ", reply.lines())).contains(elsewhere ? lower(sender.domain()) : lower(sender));
    }

    private static String lower(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** What those hear who waited for the answer to another's question. */
    Known forOthers() {
        boolean holds =
                ofAddress.isPresent() || ofDomain.isPresent() || verdict.said().isEmpty();
        return holds
                ? verdict
                : notAsked(
                                verdict.when(),
                                verdict.way(),
                                "it was asked for another sender just now, and the answer may be about that one")
                        .verdict();
    }

    private record Witness(String server, Instant when, String way) {
        /** What is remembered of a reply, in memory and in a row: a client is told no more of it. */
        private static final int MOST_LINES = 10;

        private static final int MOST_CHARACTERS = 512;

        Known says(Kind kind, Reply reply) {
            return new Known(kind, when, server, words(reply), way, "");
        }

        Known unclear(Reply reply, String to) {
            return new Known(Kind.UNCLEAR, when, server, words(reply), way, to);
        }

        private static Optional<Reply> words(Reply reply) {
            return Optional.of(reply.shortened(MOST_LINES, MOST_CHARACTERS));
        }
    }

    private static Conclusion ofReply(Answer.Said said, Witness witness) {
        Reply reply = said.reply();
        return switch (Meaning.ofRcpt(reply)) {
            case EXISTS -> ofYes(said, witness);
            case NO_SUCH_MAILBOX -> ofNo(witness.says(Kind.NO_SUCH_MAILBOX, reply), witness);
            case CLOSED -> ofNo(witness.says(Kind.CLOSED, reply), witness);
            case NO_MAIL -> ofAddress(witness.says(Kind.NO_MAIL, reply));
            case PUT_OFF, UNCLEAR -> ofAddress(witness.unclear(reply, "to RCPT"));
        };
    }

    /** A domain that refuses one name tells names apart. */
    private static Conclusion ofNo(Known known, Witness witness) {
        Known domain = witness.says(Kind.TELLS_APART, known.said().orElseThrow());
        return new Conclusion(known, Optional.of(known), Optional.of(domain));
    }

    /** Only a clear no to the made-up name shows that the yes means something; one that is put off shows nothing. */
    private static Conclusion ofYes(Answer.Said said, Witness witness) {
        Known yes = witness.says(Kind.EXISTS, said.reply());
        if (said.toMadeUp().isEmpty()) {
            return ofAddress(yes);
        }
        Reply toMadeUp = said.toMadeUp().get();
        return switch (Meaning.ofRcpt(toMadeUp)) {
            case EXISTS -> {
                Known all = witness.says(Kind.ACCEPTS_ALL, toMadeUp);
                yield new Conclusion(all, Optional.empty(), Optional.of(all));
            }
            case NO_SUCH_MAILBOX, CLOSED ->
                new Conclusion(yes, Optional.of(yes), Optional.of(witness.says(Kind.TELLS_APART, toMadeUp)));
            case NO_MAIL, PUT_OFF, UNCLEAR -> ofAddress(yes);
        };
    }

    private static Conclusion ofAddress(Known known) {
        return new Conclusion(known, Optional.of(known), Optional.empty());
    }
}
