package org.maillon.wire.smtp;

import java.util.Locale;
import java.util.Optional;
import org.maillon.wire.address.Address;

/**
 * The address that a sender wrote, kept over aliases and servers: {@code addr-type ";" address}, the value of RCPT's ORCPT
 * (RFC 3461 §4.2). It is held as it came, for it goes on letter by letter (§5.2.1 d), and decoded only to be read.
 *
 * <p>Addresses of the type {@code utf-8} have three forms (RFC 6533 §3): utf-8-address as it is, utf-8-addr-unitext with
 * {@code \x{…}} for what a parameter may not hold, utf-8-addr-xtext with {@code \x{…}} for all that is not ASCII.
 */
public final class OriginalRecipient {
    private static final String UTF8 = "utf-8";

    private OriginalRecipient() {}

    /** As a server writes it for a recipient that came without one. */
    public static String of(Address address) {
        return address.needsUtf8()
                ? UTF8 + ";" + sevenBits(address.toString())
                : "rfc822;" + Xtext.encode(address.toString());
    }

    /** {@code addr-type;address} with the address as a person writes it; empty where it does not follow the grammar. */
    public static Optional<String> decode(String given) {
        int semicolon = given.indexOf(';');
        if (semicolon < 1 || !isAtom(given.substring(0, semicolon))) {
            return Optional.empty();
        }
        String type = given.substring(0, semicolon);
        String address = given.substring(semicolon + 1);
        Optional<String> decoded = isUtf8(type) ? decodeUtf8(address) : Xtext.decode(address);
        return decoded.filter(text -> !text.isEmpty()).map(text -> type + ";" + text);
    }

    /**
     * As it stands in a command.
     *
     * @param utf8 whether the transaction is one of SMTPUTF8; otherwise utf-8-addr-xtext is the form (RFC 6533 §3)
     */
    public static String written(String given, boolean utf8) {
        Optional<String> decoded = decode(given);
        if (decoded.isPresent() && (utf8 || isAscii(given))) {
            return given;
        }
        String readable = decoded.orElse(given); // rows of the first version hold it decoded
        int semicolon = readable.indexOf(';');
        String type = semicolon < 1 ? "rfc822" : readable.substring(0, semicolon);
        String address = readable.substring(semicolon + 1);
        return isUtf8(type) || !isAscii(address)
                ? UTF8 + ";" + sevenBits(address)
                : Xtext.encode(type) + ";" + Xtext.encode(address);
    }

    /** utf-8-addr-xtext = 1*(QCHAR / EmbeddedUnicodeChar) */
    public static String sevenBits(String address) {
        StringBuilder out = new StringBuilder(address.length() + 16);
        address.codePoints().forEach(point -> {
            if (isQchar(point)) {
                out.append((char) point);
            } else {
                out.append(String.format(Locale.ROOT, "\\x{%02X}", point));
            }
        });
        return out.toString();
    }

    /** Any of the three forms, for they differ only in what they leave unencoded. */
    private static Optional<String> decodeUtf8(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c == '\\') {
                int close = text.indexOf('}', i);
                int point = close > 0 && text.startsWith("\\x{", i) ? hexPoint(text.substring(i + 3, close)) : -1;
                if (point < 0) {
                    return Optional.empty();
                }
                out.appendCodePoint(point);
                i = close + 1;
            } else if (isQchar(c) || c > 127 && isReadable(c)) {
                out.appendCodePoint(c);
                i += Character.charCount(c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(out.toString());
    }

    /**
     * HEXPOINT: two to six digits without a zero too many, of a character that could not stand there itself. Control
     * characters are in the grammar too; none is let in, for no address has one. -1 where it is no such point.
     */
    private static int hexPoint(String digits) {
        int point = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digits.length() > 6 || digits.charAt(i) > 'f' || digit < 0) {
                return -1;
            }
            point = point << 4 | digit;
        }
        boolean shortest = digits.length() == 2 || digits.length() > 2 && digits.charAt(0) != '0';
        return shortest && !isQchar(point) && isReadable(point) ? point : -1;
    }

    /** QCHAR: what stands for itself in each form. */
    private static boolean isQchar(int c) {
        return Xtext.isPlain(c) && c != '\\';
    }

    /** No control character, no surrogate, nothing beyond Unicode. */
    private static boolean isReadable(int point) {
        return Character.isValidCodePoint(point)
                && point >= ' '
                && (point < 127 || point > 0x9F)
                && (point < 0xD800 || point > 0xDFFF);
    }

    private static boolean isUtf8(String type) {
        return type.equalsIgnoreCase(UTF8);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static boolean isAtom(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 127 && "()<>[]:;@\\,.\"=".indexOf(c) < 0);
    }
}
