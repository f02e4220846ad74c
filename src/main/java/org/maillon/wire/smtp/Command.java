package org.maillon.wire.smtp;

import java.util.Optional;
import org.maillon.wire.address.ForwardPath;
import org.maillon.wire.address.ReversePath;

/** What a client says, understood. RFC 5321 §4.1.1, RFC 3030 §2. */
public sealed interface Command {
    /** @param name what the client calls itself; not verified, and no ground to refuse it (RFC 5321 §4.1.4) */
    record Ehlo(String name) implements Command {}

    record Helo(String name) implements Command {}

    /** RFC 3207 §4. */
    record StartTls() implements Command {}

    record Mail(ReversePath sender, MailParameters parameters) implements Command {}

    /** @param ascii whether the line held no octet above 127: what lets it in without SMTPUTF8 */
    record Rcpt(ForwardPath recipient, RcptParameters parameters, boolean ascii) implements Command {}

    record Data() implements Command {}

    /** @param octets how many follow the line at once, whatever we answer; one beyond all counting is {@link Long#MAX_VALUE} */
    record Bdat(long octets, boolean last) implements Command {}

    /** @param initial response, in base64 (RFC 4954 §4) */
    record Auth(String mechanism, Optional<String> initial) implements Command {
        @Override
        public String toString() {
            return "Auth[" + mechanism + ", ***]";
        }
    }

    record Rset() implements Command {}

    record Noop() implements Command {}

    record Vrfy(String what) implements Command {}

    record Expn(String list) implements Command {}

    /** @param topic a verb, or nothing */
    record Help(String topic) implements Command {}

    record Quit() implements Command {}
}
