package org.maillon.wire.address;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A U-label's A-label (RFC 5890 §2.3.2.1). The JDK's {@code java.net.IDN} follows the older IDNA2003, which sends
 * {@code straße} and {@code strasse} to the same name; mail for one owner must not reach another, so this follows
 * IDNA2008: letters, marks and digits as they are, in lower case and NFC, and nothing else.
 */
final class InternationalLabel {
    private InternationalLabel() {}

    static Parsed<String> toAscii(String label) {
        String plain = Normalizer.normalize(
                Normalizer.normalize(label, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        int[] points = plain.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            if (!isAllowed(points[i]) || i == 0 && isMark(points[i])) {
                return new Parsed.Invalid<>(i, "the character " + name(points[i]) + " stands in no domain here");
            }
        }
        if (plain.startsWith("--", 2)) { // RFC 5891 §4.2.3.1: that is how A-labels begin
            return new Parsed.Invalid<>(2, "two hyphens stand third and fourth in no internationalized label");
        }
        // The Kelvin sign is a K in NFC: what is ASCII then has no A-label.
        boolean ascii = plain.chars().allMatch(c -> c < 128);
        return new Parsed.Valid<>(ascii ? plain : "xn--" + Punycode.encode(points), label.length());
    }

    /** Unicode names no unassigned character. */
    private static String name(int point) {
        String name = Character.getName(point);
        return name != null ? name : String.format("U+%04X", point);
    }

    /** RFC 5892 §2, its letters, digits and marks; the contextual rules' joiners are left out. */
    private static boolean isAllowed(int point) {
        return point == '-'
                || isMark(point)
                || switch (Character.getType(point)) {
                    case Character.LOWERCASE_LETTER,
                            Character.OTHER_LETTER,
                            Character.MODIFIER_LETTER,
                            Character.DECIMAL_DIGIT_NUMBER -> isStable(point);
                    default -> false;
                };
    }

    /** RFC 5892 §2.2: compatibility forms (ligatures, full-width letters) would look like another name. */
    private static boolean isStable(int point) {
        String text = Character.toString(point);
        return Normalizer.normalize(text, Normalizer.Form.NFKC).equals(text);
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
