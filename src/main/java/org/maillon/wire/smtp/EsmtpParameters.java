package org.maillon.wire.smtp;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.maillon.kernel.Ascii;

/** esmtp-param = esmtp-keyword ["=" esmtp-value], separated by spaces, each once. RFC 5321 §4.1.2. */
abstract class EsmtpParameters {
    /** What a decoder puts where it met no UTF-8. */
    private static final char NO_UTF8 = '\uFFFD';

    private final CommandParser.Words words;
    private final Set<String> seen = new HashSet<>();

    EsmtpParameters(CommandParser.Words words) {
        this.words = words;
    }

    abstract Verb verb();

    /** Takes one parameter in, its keyword in capitals; else the refusal. */
    abstract Optional<Reply> take(String keyword, String value);

    /** Takes all of them in; the refusal of the first that does not fit. */
    final Optional<Reply> read() {
        if (!words.atEnd() && !words.nextIsBlank()) {
            return Optional.of(SmtpReplies.badForm(verb(), "a space is missing behind '>'"));
        }
        while (!words.atEnd()) {
            Optional<Reply> refusal = parameter(words.word());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Optional<Reply> parameter(String text) {
        int equals = text.indexOf('=');
        String keyword = Ascii.upper(equals < 0 ? text : text.substring(0, equals));
        if (!isKeyword(keyword)) {
            return Optional.of(SmtpReplies.badParameter(keyword, "a parameter is written KEYWORD or KEYWORD=value"));
        } else if (text.indexOf(NO_UTF8) >= 0) { // kept as it is, it would go on as something else
            return bad(keyword, "it holds what is not well-formed UTF-8");
        } else if (!seen.add(keyword)) {
            return Optional.of(SmtpReplies.badParameter(keyword, "it stands there twice"));
        }
        return take(keyword, equals < 0 ? "" : text.substring(equals + 1));
    }

    /** esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-") */
    private static boolean isKeyword(String text) {
        return !text.isEmpty()
                && text.charAt(0) != '-'
                && text.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-');
    }

    static Optional<Reply> bad(String keyword, String why) {
        return Optional.of(SmtpReplies.badParameter(keyword, why));
    }
}
