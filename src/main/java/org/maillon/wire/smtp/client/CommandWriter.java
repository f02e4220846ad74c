package org.maillon.wire.smtp.client;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.OriginalRecipient;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Returned;
import org.maillon.wire.smtp.Wishes;
import org.maillon.wire.smtp.Xtext;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;

/**
 * Gathers commands (RFC 5321 §4.1.1) into one stretch of octets, so that a pipelined group leaves in one write. A
 * parameter goes out only where the peer offers its extension (RFC 5321 §4.1.1.11). Addresses must have passed {@link
 * #isWritable}.
 */
public final class CommandWriter {
    private static final int LONGEST_ORIGINAL = 500; // RFC 3461 §5.4

    private final StringBuilder out = new StringBuilder(512);

    /** Whether the transaction that MAIL opened is one of SMTPUTF8 (RFC 6531 §3.4). */
    private boolean utf8;

    /** Whether an address can stand in a command: no control character, which could end the command and begin another. */
    public static boolean isWritable(Address address) {
        return address.localPart().chars().noneMatch(c -> c < ' ' || c == 0x7F);
    }

    public CommandWriter ehlo(String name) {
        return line("EHLO " + name);
    }

    public CommandWriter helo(String name) {
        return line("HELO " + name);
    }

    /** RFC 2033 §4.1. */
    public CommandWriter lhlo(String name) {
        return line("LHLO " + name);
    }

    /** RFC 3207 §4. */
    public CommandWriter startTls() {
        return line("STARTTLS");
    }

    public CommandWriter mail(ReversePath sender, MailParameters parameters, PeerExtensions peer) {
        out.append("MAIL FROM:<").append(sender).append('>');
        if (peer.offers(Keyword.SIZE) && parameters.size().isPresent()) {
            out.append(" SIZE=").append(parameters.size().getAsLong());
        }
        body(parameters.body(), peer);
        utf8 = parameters.utf8() && peer.offers(Keyword.SMTP_UTF8);
        if (utf8) {
            out.append(" SMTPUTF8");
        }
        if (peer.offers(Keyword.DSN)) {
            parameters.returned().ifPresent(ret -> out.append(ret == Returned.FULL ? " RET=FULL" : " RET=HDRS"));
            parameters.envelopeId().ifPresent(id -> out.append(" ENVID=").append(Xtext.written(id)));
        }
        wishes(parameters.wishes(), peer);
        return line("");
    }

    /** What of it concerns the next server: RFC 4865 §3 ends with the first one, ours. */
    private void wishes(Wishes wishes, PeerExtensions peer) {
        if (wishes.requireTls() && peer.offers(Keyword.REQUIRE_TLS)) {
            out.append(" REQUIRETLS");
        }
        if (peer.offers(Keyword.DELIVER_BY)) {
            wishes.deliverBy().ifPresent(by -> out.append(" BY=").append(by.written()));
        }
        if (wishes.priority() != 0 && peer.offers(Keyword.MT_PRIORITY)) {
            out.append(" MT-PRIORITY=").append(wishes.priority());
        }
    }

    private void body(BodyType body, PeerExtensions peer) {
        switch (body) {
            case SEVEN_BIT -> {} // the default (RFC 6152 §3)
            case EIGHT_BIT_MIME -> {
                if (peer.offers(Keyword.EIGHT_BIT_MIME)) {
                    out.append(" BODY=8BITMIME");
                }
            }
            case BINARY_MIME -> {
                if (peer.offers(Keyword.BINARY_MIME)) {
                    out.append(" BODY=BINARYMIME");
                }
            }
        }
    }

    public CommandWriter rcpt(Address recipient, RcptParameters parameters, PeerExtensions peer) {
        out.append("RCPT TO:<").append(recipient).append('>');
        if (peer.offers(Keyword.DSN)) {
            parameters.notifying().ifPresent(this::notifying);
            // UTF-8 in its ASCII form is longer than it came; what no peer would read is left out.
            parameters
                    .original()
                    .map(original -> OriginalRecipient.written(original, utf8))
                    .filter(original -> original.length() <= LONGEST_ORIGINAL)
                    .ifPresent(original -> out.append(" ORCPT=").append(original));
        }
        return line("");
    }

    /** RFC 3461 §4.1: NEVER stands alone. */
    private void notifying(Set<Notify> conditions) {
        String separator = " NOTIFY=";
        for (Notify condition : Notify.values()) {
            if (conditions.contains(condition)) {
                out.append(separator).append(condition.name());
                separator = ",";
            }
        }
    }

    public CommandWriter data() {
        return line("DATA");
    }

    /** The whole message as one chunk, the last (RFC 3030 §2). */
    public CommandWriter bdatLast(long octets) {
        return line("BDAT " + octets + " LAST");
    }

    public CommandWriter rset() {
        return line("RSET");
    }

    public CommandWriter quit() {
        return line("QUIT");
    }

    /** The octets gathered so far, counted as characters: for the bound on a pipelined group. */
    public int length() {
        return out.length();
    }

    /** What was gathered; then it is empty again. */
    public byte[] take() {
        byte[] octets = out.toString().getBytes(StandardCharsets.UTF_8);
        out.setLength(0);
        return octets;
    }

    private CommandWriter line(String text) {
        out.append(text).append("\r\n");
        return this;
    }
}
