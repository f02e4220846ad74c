package org.maillon.filter.clamd;

import java.nio.charset.StandardCharsets;
import org.maillon.filter.FieldText;

/** What clamd says of a stream. */
sealed interface ClamdAnswer {
    record Clean() implements ClamdAnswer {}

    /** @param signature by which it knows what it found */
    record Found(String signature) implements ClamdAnswer {}

    /** The stream is larger than its StreamMaxLength: it has looked at none of it. */
    record TooLarge() implements ClamdAnswer {}

    record Trouble(String why) implements ClamdAnswer {}

    /** @param octets without the NUL at their end: {@code stream: OK}, {@code stream: Eicar-Test-Signature FOUND}, … */
    static ClamdAnswer parse(byte[] octets, int length) {
        String raw = new String(octets, 0, length, StandardCharsets.UTF_8);
        String said = FieldText.printable(raw);
        String prefix = "stream: ";
        String rest = said.startsWith(prefix) ? said.substring(prefix.length()) : said;
        if (raw.chars().anyMatch(Character::isISOControl)) {
            return new Trouble("clamd said, between control characters: " + rest);
        } else if (rest.equals("OK")) {
            return new Clean();
        } else if (rest.endsWith(" FOUND") && rest.length() > " FOUND".length()) {
            return new Found(rest.substring(0, rest.length() - " FOUND".length()));
        } else if (rest.startsWith("INSTREAM size limit exceeded")) {
            return new TooLarge();
        }
        return new Trouble(rest.isEmpty() ? "clamd said nothing" : "clamd said: " + rest);
    }
}
