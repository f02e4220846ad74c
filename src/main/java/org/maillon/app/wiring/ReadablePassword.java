package org.maillon.app.wiring;

import java.util.random.RandomGenerator;

/** Passwords that can be read out and typed: {@code tovu-riba-keso-nami}. Four groups of 80 × 80 syllables: 50 bits. */
public final class ReadablePassword {
    private static final String CONSONANTS = "bdfghjklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int GROUPS = 4;

    private ReadablePassword() {}

    /** @param entropy a {@link java.security.SecureRandom} outside tests */
    public static String make(RandomGenerator entropy) {
        StringBuilder password = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            password.append(group == 0 ? "" : "-");
            for (int syllable = 0; syllable < 2; syllable++) {
                password.append(CONSONANTS.charAt(entropy.nextInt(CONSONANTS.length())));
                password.append(VOWELS.charAt(entropy.nextInt(VOWELS.length())));
            }
        }
        return password.toString();
    }
}
