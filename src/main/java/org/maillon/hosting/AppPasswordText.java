package org.maillon.hosting;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;

/**
 * How an app password looks: {@code mln-} and four groups of five letters and digits, a hundred bits of chance. The form
 * tells it from a password that somebody thought up, so that a log-in knows which hash to compute.
 */
final class AppPasswordText {
    private static final String PREFIX = "mln";
    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private AppPasswordText() {}

    static String make(RandomGenerator entropy) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i % GROUP == 0) {
                text.append('-');
            }
            text.append(Base32.LETTERS.charAt(entropy.nextInt(32)));
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    /** Its one form, where it is one: people type capitals, and leave the hyphens out or put spaces there. */
    static Optional<Secret> read(Secret password) {
        if (password.length() > 64) {
            return Optional.empty();
        }
        String typed = Bytes.copyOf(password.shared()).asUtf8().toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (c != '-' && c != ' ') {
                letters.append(c);
            }
        }
        boolean fits = letters.length() == PREFIX.length() + GROUPS * GROUP
                && letters.toString().startsWith(PREFIX)
                && letters.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '2' && c <= '7');
        return fits ? Optional.of(Secret.utf8(grouped(letters))) : Optional.empty();
    }

    private static String grouped(StringBuilder letters) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i % GROUP == 0) {
                text.append('-');
            }
            text.append(letters.charAt(PREFIX.length() + i));
        }
        return text.toString();
    }
}
