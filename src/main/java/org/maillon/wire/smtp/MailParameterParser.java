package org.maillon.wire.smtp;

import java.util.Optional;
import java.util.OptionalLong;
import org.maillon.kernel.Ascii;
import org.maillon.wire.address.Address;

/** What may stand behind MAIL FROM:&lt;…&gt;. */
final class MailParameterParser extends EsmtpParameters {
    private static final int LONGEST_ENVELOPE_ID = 100; // RFC 3461 §5.4

    private OptionalLong size = OptionalLong.empty();
    private BodyType body = BodyType.SEVEN_BIT;
    private boolean utf8;
    private Optional<Returned> returned = Optional.empty();
    private Optional<String> envelopeId = Optional.empty();
    private boolean requireTls;
    private Optional<FutureRelease> release = Optional.empty();
    private Optional<DeliverBy> deliverBy = Optional.empty();
    private int priority;

    MailParameterParser(CommandParser.Words words) {
        super(words);
    }

    MailParameters parameters() {
        return new MailParameters(size, body, utf8, returned, envelopeId, wishes());
    }

    private Wishes wishes() {
        return requireTls || release.isPresent() || deliverBy.isPresent() || priority != 0
                ? new Wishes(requireTls, release, deliverBy, priority)
                : Wishes.PLAIN;
    }

    @Override
    Verb verb() {
        return Verb.MAIL;
    }

    @Override
    Optional<Reply> take(String keyword, String value) {
        return switch (keyword) {
            case "SIZE" -> size(value);
            case "BODY" -> body(Ascii.upper(value));
            case "SMTPUTF8" -> utf8(value);
            case "RET" -> returned(Ascii.upper(value));
            case "ENVID" -> envelopeId(value);
            case "AUTH" -> auth(value);
            case "REQUIRETLS" -> requireTls(value);
            case "HOLDFOR" -> release("HOLDFOR", FutureReleaseValue.holdFor(value));
            case "HOLDUNTIL" -> release("HOLDUNTIL", FutureReleaseValue.holdUntil(value));
            case "BY" -> deliverBy(value);
            case "MT-PRIORITY" -> priority(value);
            default -> Optional.of(SmtpReplies.unknownParameter(keyword, Verb.MAIL));
        };
    }

    /**
     * "&lt;&gt;" or a mailbox, in xtext (RFC 4954 §5). Who first handed a message in is nothing that we would believe of a client,
     * so that it counts as "&lt;&gt;" whatever it says, and does not go on.
     */
    private static Optional<Reply> auth(String value) {
        Optional<String> mailbox = Xtext.decode(value);
        boolean good = mailbox.filter(text ->
                        text.equals("<>") || Address.parse(text).asOptional().isPresent())
                .isPresent();
        return good ? Optional.empty() : bad("AUTH", "write AUTH=<> or a mailbox in xtext (RFC 4954)");
    }

    /** size-value = 1*20DIGIT (RFC 1870 §6) */
    private Optional<Reply> size(String value) {
        if (!CommandParser.isNumber(value) || value.length() > 20) {
            return bad("SIZE", "write SIZE=octets, such as SIZE=20480");
        }
        size = OptionalLong.of(CommandParser.number(value));
        return Optional.empty();
    }

    private Optional<Reply> body(String value) {
        switch (value) {
            case "7BIT" -> body = BodyType.SEVEN_BIT;
            case "8BITMIME" -> body = BodyType.EIGHT_BIT_MIME;
            case "BINARYMIME" -> body = BodyType.BINARY_MIME;
            default -> {
                return bad("BODY", "write BODY=7BIT, BODY=8BITMIME or BODY=BINARYMIME");
            }
        }
        return Optional.empty();
    }

    /** RFC 6531 §3.4: it takes no value. */
    private Optional<Reply> utf8(String value) {
        utf8 = true;
        return value.isEmpty() ? Optional.empty() : bad("SMTPUTF8", "it takes no value");
    }

    private Optional<Reply> returned(String value) {
        switch (value) {
            case "FULL" -> returned = Optional.of(Returned.FULL);
            case "HDRS" -> returned = Optional.of(Returned.HEADERS);
            default -> {
                return bad("RET", "write RET=FULL or RET=HDRS");
            }
        }
        return Optional.empty();
    }

    /** ENVID goes on as it came (RFC 3461 §5.2.1 a); empty is no esmtp-value (RFC 5321 §4.1.2). */
    private Optional<Reply> envelopeId(String value) {
        boolean good = !value.isEmpty()
                && value.length() <= LONGEST_ENVELOPE_ID
                && Xtext.decode(value).isPresent();
        envelopeId = good ? Optional.of(value) : Optional.empty();
        return good
                ? Optional.empty()
                : bad("ENVID", "write up to " + LONGEST_ENVELOPE_ID + " characters of xtext (RFC 3461), '+2B' for '+'");
    }

    /** RFC 8689 §3: it takes no value. */
    private Optional<Reply> requireTls(String value) {
        requireTls = true;
        return value.isEmpty() ? Optional.empty() : bad("REQUIRETLS", "it takes no value");
    }

    /** RFC 4865 §4 (5): one of the two, once. */
    private Optional<Reply> release(String keyword, Optional<FutureRelease> value) {
        if (value.isEmpty()) {
            return bad(
                    keyword,
                    keyword.equals("HOLDFOR")
                            ? "write HOLDFOR=seconds, such as HOLDFOR=3600"
                            : "write a date and time of RFC 3339, such as HOLDUNTIL=2030-12-24T08:00:00Z");
        } else if (release.isPresent()) {
            return bad(keyword, "HOLDFOR and HOLDUNTIL exclude each other");
        }
        release = value;
        return Optional.empty();
    }

    private Optional<Reply> deliverBy(String value) {
        deliverBy = DeliverByValue.read(value);
        return deliverBy.isPresent()
                ? Optional.empty()
                : bad(
                        "BY",
                        "write seconds, ';' and N (notify) or R (return), such as BY=3600;R; with R they are above 0");
    }

    /** priority-value = (["-"] NZDIGIT) / "0" (RFC 6710 §5) */
    private Optional<Reply> priority(String value) {
        boolean negative = value.startsWith("-");
        String digit = negative ? value.substring(1) : value;
        if (digit.length() != 1 || !CommandParser.isNumber(digit) || negative && digit.equals("0")) {
            return bad("MT-PRIORITY", "write a number from -9 (can wait) to 9 (most urgent)");
        }
        priority = negative ? -(digit.charAt(0) - '0') : digit.charAt(0) - '0';
        return Optional.empty();
    }
}
