package org.maillon.deliver.remote;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.deliver.tls.Terms;
import org.maillon.deliver.tls.Terms.Judged;
import org.maillon.deliver.tls.TlsReplies;
import org.maillon.kernel.net.TlsSession;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.wire.smtp.Reply;

/** Puts a session under TLS: by STARTTLS (RFC 3207), or from its first octet on (RFC 8314 §3). */
final class Securing {
    private final PeerSession session;
    private final Terms terms;

    Securing(PeerSession session, Terms terms) {
        this.session = session;
        this.terms = terms;
    }

    Opening atOnce() {
        return handshake();
    }

    /** The peer offers no TLS, or somebody has taken the offer out. */
    Opening notOffered() {
        terms.failed(TlsResult.Kind.STARTTLS_NOT_SUPPORTED, "the server does not offer STARTTLS");
        return terms.isRequired()
                ? unsafe(TlsReplies.notOffered(), "does not offer STARTTLS, and this mail must not go without")
                : new Opening.Ready(session);
    }

    Opening onRequest() throws PeerLostException {
        session.commands().startTls();
        Reply reply = session.hear(Awaited.STARTTLS);
        if (reply.code() != 220) {
            terms.failed(TlsResult.Kind.STARTTLS_NOT_SUPPORTED, "the server said, to STARTTLS: " + reply);
            return terms.isRequired() || reply.code() / 100 < 4 || reply.code() == 421
                    ? new Opening.NoUse(HopTrouble.said(session.hop(), Kind.UNSAFE, reply, "to STARTTLS"))
                    : new Opening.Ready(session); // RFC 3207 §4.1: it goes on as if nobody had asked
        } else if (session.hasUnheard()) {
            // What came along with the 220 came in plain: from a peer it would be taken for what it says under TLS.
            terms.failed(TlsResult.Kind.VALIDATION_FAILURE, "octets came between the 220 and TLS");
            return unsafe(TlsReplies.injected(), "sent more, in plain, behind its word that TLS begins");
        }
        return handshake();
    }

    private Opening handshake() {
        TlsSession tls;
        try {
            tls = session.startTls(terms.client());
        } catch (SocketTimeoutException _) {
            return broke("did not end the TLS handshake in time");
        } catch (IOException e) {
            return broke("did not come to terms about TLS (" + e.getMessage() + ")");
        }
        return switch (terms.judge(tls)) {
            case Judged.Fine(String how) -> {
                session.isSecured(tls, how);
                yield new Opening.Ready(session);
            }
            case Judged.Refused(Reply reply, String why) ->
                unsafe(reply, "did not prove who it is: " + why + " (" + tls + ")");
        };
    }

    private Opening broke(String what) {
        terms.failed(TlsResult.Kind.VALIDATION_FAILURE, what);
        return new Opening.TlsBroke(new HopTrouble(session.hop(), Kind.UNSAFE, TlsReplies.failed(), false, what));
    }

    private Opening unsafe(Reply reply, String what) {
        return new Opening.NoUse(new HopTrouble(session.hop(), Kind.UNSAFE, reply, false, what));
    }
}
