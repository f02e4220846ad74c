package org.maillon.wire.smtp.client;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text made fit for an ESMTP parameter. */
final class Xtext {
    private static final String UTF8_TYPE = "utf-8";

    private Xtext() {}

    /** RFC 3461 §4: {@code +} and two hexadecimal digits for whatever is not plain. */
    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(octet & 0xFF)) {
                out.append((char) octet);
            } else {
                out.append(String.format(Locale.ROOT, "+%02X", octet & 0xFF));
            }
        }
        return out.toString();
    }

    /**
     * An ORCPT, {@code addr-type;address}. A UTF-8 address takes the type {@code utf-8} and the form that every peer
     * with DSN can read, {@code \x{…}} (RFC 6533 §3).
     */
    static String original(String original) {
        int semicolon = original.indexOf(';');
        String type = original.substring(0, Math.max(semicolon, 0));
        String address = original.substring(semicolon + 1);
        if (type.equalsIgnoreCase(UTF8_TYPE) || address.chars().anyMatch(c -> c > 126)) {
            return UTF8_TYPE + ";" + embedded(address);
        }
        return (type.isEmpty() ? "rfc822" : encode(type)) + ";" + encode(address);
    }

    private static String embedded(String address) {
        StringBuilder out = new StringBuilder(address.length() + 16);
        address.codePoints().forEach(point -> {
            if (isPlain(point) && point != '\\') {
                out.append((char) point);
            } else {
                out.append(String.format(Locale.ROOT, "\\x{%02X}", point));
            }
        });
        return out.toString();
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 127 && c != '+' && c != '=';
    }
}
