package org.maillon.trust.dmarc;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.maillon.kernel.Ascii;

/**
 * Where reports go, and how large one may be at most. RFC 7489 §6.2: {@code mailto:dmarc@example.org!10m}. RFC 9990 has
 * no sizes any more; an owner who wrote one down meant it.
 *
 * @param uri without the size
 * @param most octets
 */
public record ReportUri(String uri, OptionalLong most) {
    private static final int LONGEST_SIZE = 12;

    /** A URI that stands without a size. */
    public static ReportUri of(String uri) {
        return new ReportUri(uri, OptionalLong.empty());
    }

    static Optional<ReportUri> parse(String text) {
        int mark = text.lastIndexOf('!');
        String uri = mark < 0 ? text : text.substring(0, mark);
        int colon = uri.indexOf(':');
        if (colon < 1 || colon == uri.length() - 1 || uri.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            return Optional.empty();
        } else if (mark < 0) {
            return Optional.of(new ReportUri(uri, OptionalLong.empty()));
        }
        OptionalLong most = size(text.substring(mark + 1).toLowerCase(Locale.ROOT));
        return most.isEmpty() ? Optional.empty() : Optional.of(new ReportUri(uri, most));
    }

    /** The address behind {@code mailto:}, its percent-encoded octets decoded. */
    public Optional<String> mailbox() {
        if (!Ascii.upper(uri).startsWith("MAILTO:")) {
            return Optional.empty();
        }
        int query = uri.indexOf('?');
        return decoded(uri.substring(7, query < 0 ? uri.length() : query));
    }

    private static Optional<String> decoded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            int octet = high * 16 + low;
            if (low < 0 || octet <= ' ' || octet >= 127) {
                return Optional.empty();
            }
            out.append((char) octet);
            i += 2;
        }
        return Optional.of(out.toString());
    }

    /** Digits, then k, m, g or t for powers of 2^10 (RFC 7489 §6.3). */
    private static OptionalLong size(String text) {
        int end = text.length();
        int shift = 0;
        if (end > 0 && "kmgt".indexOf(text.charAt(end - 1)) >= 0) {
            shift = 10 * (1 + "kmgt".indexOf(text.charAt(end - 1)));
            end--;
        }
        if (end == 0 || end > LONGEST_SIZE || !text.substring(0, end).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(text, 0, end, 10);
        return OptionalLong.of(number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift);
    }
}
