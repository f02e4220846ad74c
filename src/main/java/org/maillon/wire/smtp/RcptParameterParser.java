package org.maillon.wire.smtp;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.maillon.kernel.Ascii;

/** What may stand behind RCPT TO:&lt;…&gt;. */
final class RcptParameterParser extends EsmtpParameters {
    private static final int LONGEST_ORIGINAL = 500; // RFC 3461 §5.4
    private static final String NOTIFY_FORM = "write NOTIFY=NEVER, or one or more of SUCCESS,FAILURE,DELAY";

    private Optional<Set<Notify>> notifying = Optional.empty();
    private Optional<String> original = Optional.empty();

    RcptParameterParser(CommandParser.Words words) {
        super(words);
    }

    RcptParameters parameters() {
        return new RcptParameters(notifying, original);
    }

    @Override
    Verb verb() {
        return Verb.RCPT;
    }

    @Override
    Optional<Reply> take(String keyword, String value) {
        return switch (keyword) {
            case "NOTIFY" -> notifying(Ascii.upper(value));
            case "ORCPT" -> original(value);
            default -> Optional.of(SmtpReplies.unknownParameter(keyword, Verb.RCPT));
        };
    }

    /** notify-esmtp-value = "NEVER" / 1#( "SUCCESS" / "FAILURE" / "DELAY" ) (RFC 3461 §4.1) */
    private Optional<Reply> notifying(String value) {
        EnumSet<Notify> wanted = EnumSet.noneOf(Notify.class);
        int from = 0;
        while (from <= value.length()) {
            int comma = value.indexOf(',', from);
            int to = comma < 0 ? value.length() : comma;
            switch (value.substring(from, to)) {
                case "NEVER" -> wanted.add(Notify.NEVER);
                case "SUCCESS" -> wanted.add(Notify.SUCCESS);
                case "FAILURE" -> wanted.add(Notify.FAILURE);
                case "DELAY" -> wanted.add(Notify.DELAY);
                default -> {
                    return bad("NOTIFY", NOTIFY_FORM);
                }
            }
            from = to + 1;
        }
        if (wanted.contains(Notify.NEVER) && wanted.size() > 1) {
            return bad("NOTIFY", NOTIFY_FORM);
        }
        notifying = Optional.of(Set.copyOf(wanted));
        return Optional.empty();
    }

    /** original-recipient-address = addr-type ";" xtext (RFC 3461 §4.2), or a UTF-8 form (RFC 6533 §3) */
    private Optional<Reply> original(String value) {
        int semicolon = value.indexOf(';');
        if (value.length() > LONGEST_ORIGINAL || semicolon < 1) {
            return bad("ORCPT", "write ORCPT=rfc822;address, at most " + LONGEST_ORIGINAL + " characters");
        }
        original = OriginalRecipient.decode(value).map(_ -> value);
        return original.isPresent()
                ? Optional.empty()
                : bad(
                        "ORCPT",
                        "the address is written in xtext (RFC 3461), '+2B' for '+', or after utf-8; with \\x{…} (RFC 6533)");
    }
}
