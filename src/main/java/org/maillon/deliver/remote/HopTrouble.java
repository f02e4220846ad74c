package org.maillon.deliver.remote;

import org.maillon.deliver.tls.Ruling;
import org.maillon.route.Hop;
import org.maillon.wire.smtp.Reply;

/**
 * Why one server was left for the next one.
 *
 * @param reply the peer's, or ours where it said nothing
 * @param what the end of a sentence that begins with the server's name: {@code refused the connection}
 */
record HopTrouble(Hop hop, Kind kind, Reply reply, boolean peersReply, String what) {
    enum Kind {
        /** No connection, no greeting, silence before the message, or a 421 before DATA: others will fare no better just now. */
        DOWN,
        /** It broke off in the middle: perhaps because of this very message. */
        BROKE_OFF,
        /** It greets with 5yz: it takes no mail from us (RFC 5321 §3.1, RFC 7504 §3). */
        UNWELCOME,
        /** The way there is not as safe as this mail needs it: another message may fare better. */
        UNSAFE,
        /** It is we ourselves. */
        OURSELVES
    }

    static HopTrouble said(Hop hop, Kind kind, Reply reply, String to) {
        return new HopTrouble(hop, kind, reply, true, "said, " + to + ": " + reply);
    }

    static HopTrouble lost(Hop hop, Kind kind, PeerLostException lost) {
        return new HopTrouble(hop, kind, lost.reply(), false, lost.what());
    }

    /** It was not called. A reply for good is one that waiting would not change. */
    static HopTrouble unsafe(Hop hop, Ruling.Stop stop) {
        Kind kind = stop.reply().isPermanent() ? Kind.UNWELCOME : Kind.UNSAFE;
        return new HopTrouble(hop, kind, stop.reply(), false, stop.why());
    }

    /** It did not say a word. */
    boolean isOutOfReach() {
        return kind == Kind.DOWN && !peersReply;
    }

    @Override
    public String toString() {
        return hop + " " + what;
    }
}
