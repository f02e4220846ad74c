package org.maillon.wire.address;

/** RFC 3492 §6.2, the way back, for the test's sake alone: nothing of ours reads A-labels. */
final class PunycodeReader {
    private PunycodeReader() {}

    static String decode(String text) {
        int hyphen = text.lastIndexOf('-');
        StringBuilder out = new StringBuilder(hyphen > 0 ? text.substring(0, hyphen) : "");
        int n = 128;
        int bias = 72;
        int i = 0;
        int at = hyphen > 0 ? hyphen + 1 : 0;
        while (at < text.length()) {
            int before = i;
            int weight = 1;
            for (int k = 36; ; k += 36) {
                char c = text.charAt(at++);
                int digit = c <= '9' ? c - '0' + 26 : c - 'a';
                i += digit * weight;
                int threshold = Math.clamp(k - bias, 1, 26);
                if (digit < threshold) {
                    break;
                }
                weight *= 36 - threshold;
            }
            int points = out.codePointCount(0, out.length()) + 1;
            bias = adapted(i - before, points, before == 0);
            n += i / points;
            i %= points;
            out.insert(out.offsetByCodePoints(0, i), Character.toChars(n));
            i++;
        }
        return out.toString();
    }

    private static int adapted(int delta, int points, boolean first) {
        int rest = first ? delta / 700 : delta / 2;
        rest += rest / points;
        int k = 0;
        for (; rest > 455; k += 36) {
            rest /= 35;
        }
        return k + 36 * rest / (rest + 38);
    }
}
