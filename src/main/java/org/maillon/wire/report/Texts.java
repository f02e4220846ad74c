package org.maillon.wire.report;

import java.time.Instant;

/**
 * Everything that a notice says to a person. One class for each language: a text that one of them lacks does not compile,
 * nor does a {@link Cause} without its sentences.
 */
interface Texts {
    static Texts of(Language language) {
        return switch (language) {
            case EN -> new EnglishTexts();
            case FR -> new FrenchTexts();
        };
    }

    /** The sender's name in From. */
    String mailSystem();

    String subject(DeliveryReport.Kind kind, String whom);

    String recipients(int count);

    /** For programs that read no MIME; ASCII. */
    String preamble();

    String greeting(String host);

    String opening(DeliveryReport.Kind kind, boolean several, Instant retriedUntil);

    String delivered();

    String relayed();

    String expanded();

    /** What went wrong, or what keeps the message from arriving. */
    String happened(Cause cause);

    /** Before {@link #happened} where the time was over. */
    String gaveUp();

    /** Who answered, with the words that stand in front of the answer. */
    String answered(String server);

    /** In front of words of our own. */
    String detail();

    /** What the reader can do about a failure. */
    String advice(Cause cause);

    String more(int others);

    String closing(Instant arrived, String queueId);

    String originalFollows(boolean whole);
}
