package org.maillon.wire.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.kernel.Ascii;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.ForwardPath;
import org.maillon.wire.address.Parsed;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.address.Utf8;

/**
 * Reads command lines, one method per rule of RFC 5321 §4.1.1.
 *
 * @param spaceAfterColon whether {@code MAIL FROM: <a@b>} passes, which RFC 5321 §3.3 forbids and people type
 */
public record CommandParser(boolean spaceAfterColon) {
    private static final int LONGEST_NAME = 255;

    /** A command, or the reply that says what is wrong with the line. */
    public sealed interface Read {
        record Understood(Command command) implements Read {}

        /** @param outOfStep whether octets may follow that nobody can count, so that no next command can be found */
        record Refused(Reply reply, boolean outOfStep) implements Read {
            Refused(Reply reply) {
                this(reply, false);
            }
        }
    }

    /** @param line without CRLF, and free of CR and LF */
    public Read read(byte[] line, int from, int to) {
        int end = to;
        while (end > from && isBlank(line[end - 1])) {
            end--; // RFC 5321 §4.1.1: trailing white space is to be tolerated
        }
        Words words = new Words(line, from, end);
        for (int i = from; i < end; i++) {
            if (line[i] < ' ' && line[i] >= 0 && line[i] != '\t' || line[i] == 127) {
                // What stands behind a chunk's line is no command, whatever is wrong with the line.
                boolean outOfStep = Verb.named(words.verb()).equals(Optional.of(Verb.BDAT));
                return new Read.Refused(SmtpReplies.controlCharacter(), outOfStep);
            }
        }
        return command(words);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private Read command(Words words) {
        String name = words.verb();
        Optional<Verb> verb = Verb.named(name);
        if (verb.isEmpty()) {
            return refused(SmtpReplies.unknownCommand(name));
        }
        return switch (verb.get()) {
            case EHLO -> hello(words, true);
            case HELO -> hello(words, false);
            case STARTTLS -> alone(words, Verb.STARTTLS, new Command.StartTls()); // RFC 3207 §4: 501 with parameters
            case MAIL -> mail(words);
            case RCPT -> rcpt(words);
            case DATA -> alone(words, Verb.DATA, new Command.Data());
            case BDAT -> bdat(words);
            case AUTH -> auth(words);
            case RSET -> alone(words, Verb.RSET, new Command.Rset());
            case NOOP -> understood(new Command.Noop()); // RFC 5321 §4.1.1.9: what stands behind it is ignored
            case VRFY -> asked(words, Verb.VRFY);
            case EXPN -> asked(words, Verb.EXPN);
            case HELP -> understood(new Command.Help(words.isAscii() ? words.rest() : ""));
            case QUIT -> alone(words, Verb.QUIT, new Command.Quit());
        };
    }

    private static Read alone(Words words, Verb verb, Command command) {
        return words.atEnd() ? understood(command) : refused(SmtpReplies.nothingBehind(verb));
    }

    private static Read asked(Words words, Verb verb) {
        if (words.atEnd()) {
            return refused(SmtpReplies.badForm(verb, "it needs a name"));
        }
        return understood(verb == Verb.VRFY ? new Command.Vrfy(words.rest()) : new Command.Expn(words.rest()));
    }

    /**
     * ehlo = "EHLO" SP ( Domain / address-literal ) CRLF, read with tolerance: hosts call themselves names with
     * underscores or without dots, and RFC 5321 §4.1.4 forbids to refuse mail for that. What is kept is safe to write into
     * a header field.
     */
    private static Read hello(Words words, boolean extended) {
        Verb verb = extended ? Verb.EHLO : Verb.HELO;
        String name = words.rest();
        if (name.isEmpty()) {
            return refused(SmtpReplies.badForm(verb, "your host's name is missing"));
        } else if (name.length() > LONGEST_NAME) {
            return refused(SmtpReplies.badForm(verb, "a host's name has at most " + LONGEST_NAME + " characters"));
        }
        for (int i = 0; i < name.length(); i++) {
            if (!standsInHostName(name.charAt(i))) {
                return refused(SmtpReplies.badForm(verb, "'" + name.charAt(i) + "' does not stand in a host's name"));
            }
        }
        return understood(extended ? new Command.Ehlo(name) : new Command.Helo(name));
    }

    private static boolean standsInHostName(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || ".-_:[]".indexOf(c) >= 0;
    }

    /** mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF */
    private Read mail(Words words) {
        if (!words.keyword("FROM:", spaceAfterColon)) {
            return refused(SmtpReplies.badForm(Verb.MAIL, "FROM: and the sender in angle brackets are missing"));
        }
        return switch (Addresses.reversePath(words.line(), words.at(), words.end())) {
            case Parsed.Invalid<ReversePath> bad -> refused(SmtpReplies.badSender(words.column(bad.at()), bad.why()));
            case Parsed.Valid<ReversePath> path -> {
                words.moveTo(path.end());
                MailParameterParser parser = new MailParameterParser(words);
                yield parser.read()
                        .<Read>map(Read.Refused::new)
                        .orElseGet(() -> inAscii(words, path.value(), parser.parameters()));
            }
        };
    }

    /** RFC 6531 §3.4: octets above 127 only with SMTPUTF8. */
    private static Read inAscii(Words words, ReversePath sender, MailParameters parameters) {
        return parameters.utf8() || words.isAscii()
                ? understood(new Command.Mail(sender, parameters))
                : refused(SmtpReplies.needsUtf8("sender"));
    }

    /** rcpt = "RCPT TO:" ( "&lt;Postmaster@" Domain "&gt;" / "&lt;Postmaster&gt;" / Forward-path ) [SP Rcpt-parameters] CRLF */
    private Read rcpt(Words words) {
        if (!words.keyword("TO:", spaceAfterColon)) {
            return refused(SmtpReplies.badForm(Verb.RCPT, "TO: and the recipient in angle brackets are missing"));
        }
        return switch (Addresses.forwardPath(words.line(), words.at(), words.end())) {
            case Parsed.Invalid<ForwardPath> bad ->
                refused(SmtpReplies.badRecipient(words.column(bad.at()), bad.why()));
            case Parsed.Valid<ForwardPath> path -> {
                words.moveTo(path.end());
                RcptParameterParser parser = new RcptParameterParser(words);
                yield parser.read()
                        .<Read>map(Read.Refused::new)
                        .orElseGet(
                                () -> understood(new Command.Rcpt(path.value(), parser.parameters(), words.isAscii())));
            }
        };
    }

    /**
     * bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] CRLF (RFC 3030 §2). Behind one that cannot be read stands a chunk
     * whose end nobody knows: its octets are no commands, and a message without it is not the one that was sent.
     */
    private static Read bdat(Words words) {
        String size = words.word();
        String marker = words.word();
        boolean last = Ascii.upper(marker).equals("LAST");
        if (!isNumber(size)) {
            return new Read.Refused(SmtpReplies.badForm(Verb.BDAT, "the number of octets is missing"), true);
        } else if (!marker.isEmpty() && !last || !words.atEnd()) {
            return new Read.Refused(SmtpReplies.badForm(Verb.BDAT, "only LAST may stand behind the number"), true);
        }
        return understood(new Command.Bdat(number(size), last));
    }

    /** "AUTH" SP mechanism [SP initial-response] (RFC 4954 §8) */
    private static Read auth(Words words) {
        String mechanism = words.word();
        String initial = words.word();
        if (mechanism.isEmpty()) {
            return refused(SmtpReplies.badForm(Verb.AUTH, "the mechanism is missing"));
        } else if (!words.atEnd()) {
            return refused(SmtpReplies.badForm(Verb.AUTH, "only the initial response stands behind the mechanism"));
        }
        return understood(new Command.Auth(mechanism, Optional.of(initial).filter(response -> !response.isEmpty())));
    }

    static boolean isNumber(String digits) {
        return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Beyond what a long holds, its greatest value: the bound it is held against is smaller by far. */
    static long number(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return Long.MAX_VALUE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static Read understood(Command command) {
        return new Read.Understood(command);
    }

    private static Read refused(Reply reply) {
        return new Read.Refused(reply);
    }

    /** A command line and how far it is read. */
    static final class Words {
        private final byte[] line;
        private final int from;
        private final int end;
        private int at;

        Words(byte[] line, int from, int end) {
            this.line = line;
            this.from = from;
            this.at = from;
            this.end = end;
        }

        byte[] line() {
            return line;
        }

        int at() {
            return at;
        }

        int end() {
            return end;
        }

        void moveTo(int position) {
            at = position;
        }

        /** As people count, from 1. */
        int column(int position) {
            return position - from + 1;
        }

        boolean isAscii() {
            return Utf8.isAscii(line, from, end);
        }

        boolean atEnd() {
            return at == end;
        }

        /** Letters, then spaces are skipped. */
        String verb() {
            String verb = word();
            skipBlanks();
            return verb;
        }

        /** Up to the next space, which is skipped. */
        String word() {
            skipBlanks();
            int start = at;
            while (at < end && !isBlank(line[at])) {
                at++;
            }
            return new String(line, start, at - start, StandardCharsets.UTF_8);
        }

        String rest() {
            String rest = new String(line, at, end - at, StandardCharsets.UTF_8);
            at = end;
            return rest;
        }

        /** In any case; the spaces behind it only where that is tolerated. */
        boolean keyword(String keyword, boolean spacesBehind) {
            if (end - at < keyword.length()) {
                return false;
            }
            for (int i = 0; i < keyword.length(); i++) {
                if (Character.toUpperCase(line[at + i]) != keyword.charAt(i)) {
                    return false;
                }
            }
            at += keyword.length();
            if (spacesBehind) {
                skipBlanks();
            }
            return true;
        }

        boolean nextIsBlank() {
            return at < end && isBlank(line[at]);
        }

        private void skipBlanks() {
            while (nextIsBlank()) {
                at++;
            }
        }
    }
}
