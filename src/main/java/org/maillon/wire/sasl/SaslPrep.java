package org.maillon.wire.sasl;

import java.text.Normalizer;
import java.util.Optional;

/**
 * SASLprep (RFC 4013), a profile of stringprep (RFC 3454): two ways to type the same name or password become one. Characters
 * that Unicode 3.2 did not have pass, as a query's do (RFC 4013 §2.5); they are normalized as the platform's Unicode says.
 */
public final class SaslPrep {
    private SaslPrep() {}

    /** Empty where it holds what may not stand in a name or password. */
    public static Optional<String> prepare(String text) {
        if (isPlain(text)) {
            return Optional.of(text);
        }
        String normal = Normalizer.normalize(mapped(text), Normalizer.Form.NFKC); // RFC 4013 §2.2
        boolean good = normal.codePoints().noneMatch(SaslPrep::isProhibited) && hasOneDirection(normal);
        return good ? Optional.of(normal) : Optional.empty();
    }

    /** ASCII without control characters stays as it is. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /** RFC 4013 §2.1. */
    private static String mapped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isForeignSpace(c)) {
                out.append(' ');
            } else if (!isMappedToNothing(c)) {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** RFC 3454, table C.1.2. */
    private static boolean isForeignSpace(int c) {
        return c == 0xA0 || c == 0x1680 || within(c, 0x2000, 0x200B) || c == 0x202F || c == 0x205F || c == 0x3000;
    }

    /** RFC 3454, table B.1. */
    private static boolean isMappedToNothing(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x1806
                || within(c, 0x180B, 0x180D)
                || within(c, 0x200B, 0x200D)
                || c == 0x2060
                || within(c, 0xFE00, 0xFE0F)
                || c == 0xFEFF;
    }

    /** RFC 4013 §2.3: tables C.1.2 to C.9 of RFC 3454. */
    private static boolean isProhibited(int c) {
        return isForeignSpace(c)
                || isControl(c)
                || Character.getType(c) == Character.PRIVATE_USE
                || Character.getType(c) == Character.SURROGATE
                || (c & 0xFFFE) == 0xFFFE
                || within(c, 0xFDD0, 0xFDEF)
                || within(c, 0x2FF0, 0x2FFB)
                || turnsText(c)
                || c == 0xE0001
                || within(c, 0xE0020, 0xE007F);
    }

    /** Tables C.2.1, C.2.2 and C.6. */
    private static boolean isControl(int c) {
        return c < 0x20
                || within(c, 0x7F, 0x9F)
                || c == 0x6DD
                || c == 0x70F
                || c == 0x180E
                || within(c, 0x200C, 0x200D)
                || within(c, 0x2028, 0x2029)
                || within(c, 0x2060, 0x2063)
                || within(c, 0x206A, 0x206F)
                || c == 0xFEFF
                || within(c, 0xFFF9, 0xFFFD)
                || within(c, 0x1D173, 0x1D17A);
    }

    /** Table C.8. */
    private static boolean turnsText(int c) {
        return within(c, 0x340, 0x341) || within(c, 0x200E, 0x200F) || within(c, 0x202A, 0x202E);
    }

    /** RFC 3454 §6: where a right-to-left letter stands, none goes left to right, and such letters stand at both ends. */
    private static boolean hasOneDirection(String text) {
        int[] all = text.codePoints().toArray();
        boolean rightToLeft = false;
        boolean leftToRight = false;
        for (int c : all) {
            rightToLeft |= isRightToLeft(c);
            leftToRight |= Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
        }
        return !rightToLeft || !leftToRight && isRightToLeft(all[0]) && isRightToLeft(all[all.length - 1]);
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean within(int c, int from, int to) {
        return c >= from && c <= to;
    }
}
