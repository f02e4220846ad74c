package org.maillon.deliver.remote;

import java.util.List;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.PeerExtensions;

/** Opens the conversation on a new connection (RFC 5321 §3.1, §3.2): its greeting, our EHLO, or HELO where EHLO is unknown; LHLO for LMTP. */
final class Greeter {
    private Greeter() {}

    /**
     * @param ourNames the first is said
     * @param byMx whether a peer of our own name is a loop
     */
    static Opening greet(PeerSession session, List<String> ourNames, boolean byMx) throws PeerLostException {
        Reply greeting = session.hear(Awaited.GREETING);
        if (!isYes(greeting)) {
            return unwelcome(session, greeting, "as its greeting");
        } else if (byMx && names(greeting, ourNames)) {
            return ourselves(session, ourNames.getFirst());
        }
        Reply answer = hello(session, ourNames.getFirst());
        if (!isYes(answer)) {
            return unwelcome(session, answer, "to our greeting");
        } else if (byMx && names(answer, ourNames)) {
            return ourselves(session, ourNames.getFirst());
        }
        return new Opening.Ready(session);
    }

    private static Reply hello(PeerSession session, String ourName) throws PeerLostException {
        if (session.isLmtp()) {
            session.commands().lhlo(ourName);
        } else {
            session.commands().ehlo(ourName);
        }
        Reply extended = session.hear(Awaited.HELLO);
        if (isYes(extended)) {
            session.extensions(PeerExtensions.of(extended));
        } else if (extended.isPermanent() && !session.isLmtp()) {
            session.commands().helo(ourName); // RFC 5321 §3.2, §4.1.1.1: a server from before EHLO
            return session.hear(Awaited.HELLO);
        }
        return extended;
    }

    /** RFC 5321 §3.1: 554 says "no mail service here", of this server only; so another one is asked first. */
    private static Opening unwelcome(PeerSession session, Reply reply, String to) {
        Kind kind = reply.isPermanent() ? Kind.UNWELCOME : Kind.DOWN;
        return new Opening.NoUse(HopTrouble.said(session.hop(), kind, reply, to));
    }

    private static Opening ourselves(PeerSession session, String ourName) {
        Reply loop = Reply.of(554, "5.4.6", "The mail would come back to " + ourName + ", which already has it");
        return new Opening.NoUse(new HopTrouble(
                session.hop(),
                Kind.OURSELVES,
                loop,
                false,
                "is this very server, " + ourName + ": its domain's MX points at us, and we do not host it"));
    }

    private static boolean isYes(Reply reply) {
        return reply.code() / 100 == 2;
    }

    /** The server's name is the first word (RFC 5321 §4.2, §4.1.1.1). */
    private static boolean names(Reply reply, List<String> ourNames) {
        return ourNames.stream().anyMatch(name -> names(reply, name));
    }

    private static boolean names(Reply reply, String ourName) {
        String line = reply.lines().getFirst();
        int length = ourName.length();
        return line.regionMatches(true, 0, ourName, 0, length)
                && (line.length() == length || line.charAt(length) == ' ');
    }
}
