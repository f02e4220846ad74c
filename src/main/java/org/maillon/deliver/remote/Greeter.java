package org.maillon.deliver.remote;

import java.util.List;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.PeerExtensions;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;

/**
 * Opens the conversation on a new connection (RFC 5321 §3.1, §3.2): its greeting, our EHLO, or HELO where EHLO is unknown;
 * LHLO for LMTP. Where TLS is wanted and offered, {@link Securing}, and the greetings anew: what was said before may have
 * been anybody's words (RFC 3207 §4.2).
 */
final class Greeter {
    private final List<String> ourNames;
    private final Approach approach;
    private final boolean tries;

    /**
     * @param ourNames the first is said
     * @param tries whether TLS is tried where it need not be
     */
    Greeter(List<String> ourNames, Approach approach, boolean tries) {
        this.ourNames = ourNames;
        this.approach = approach;
        this.tries = tries;
    }

    Opening greet(PeerSession session) throws PeerLostException {
        Securing securing = new Securing(session, approach.terms());
        if (session.isTlsFromTheStart()) {
            Opening secured = securing.atOnce();
            if (!(secured instanceof Opening.Ready)) {
                return secured;
            }
        }
        Reply greeting = session.hear(Awaited.GREETING);
        if (!isYes(greeting)) {
            return unwelcome(session, greeting, "as its greeting");
        } else if (approach.byMx() && names(greeting)) {
            return ourselves(session);
        }
        Opening opening = hello(session);
        if (!(opening instanceof Opening.Ready)
                || session.isSecured()
                || !approach.terms().isWanted()) {
            return opening;
        } else if (!session.extensions().offers(Keyword.START_TLS)) {
            return securing.notOffered();
        } else if (!tries && !approach.terms().isRequired()) {
            return opening;
        }
        Opening secured = securing.onRequest();
        return session.isSecured() && secured instanceof Opening.Ready ? hello(session) : secured;
    }

    private Opening hello(PeerSession session) throws PeerLostException {
        Reply answer = answerToHello(session);
        if (!isYes(answer)) {
            return unwelcome(session, answer, "to our greeting");
        } else if (approach.byMx() && names(answer)) {
            return ourselves(session);
        }
        return new Opening.Ready(session);
    }

    private Reply answerToHello(PeerSession session) throws PeerLostException {
        String ourName = ourNames.getFirst();
        if (session.isLmtp()) {
            session.commands().lhlo(ourName);
        } else {
            session.commands().ehlo(ourName);
        }
        Reply extended = session.hear(Awaited.HELLO);
        if (isYes(extended)) {
            session.extensions(PeerExtensions.of(extended));
        } else if (extended.isPermanent() && !session.isLmtp()) {
            session.extensions(PeerExtensions.NONE);
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

    private Opening ourselves(PeerSession session) {
        String ourName = ourNames.getFirst();
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
    private boolean names(Reply reply) {
        return ourNames.stream().anyMatch(name -> names(reply, name));
    }

    private static boolean names(Reply reply, String ourName) {
        String line = reply.lines().getFirst();
        int length = ourName.length();
        return line.regionMatches(true, 0, ourName, 0, length)
                && (line.length() == length || line.charAt(length) == ' ');
    }
}
