package org.maillon.filter.milter;

/** The steps of a dialogue, in their order, and the options by which a milter is spared them or their answers. */
enum Step {
    CONNECT('C', 0x1, 0x1000),
    HELO('H', 0x2, 0x2000),
    MAIL('M', 0x4, 0x4000),
    RCPT('R', 0x8, 0x8000),
    DATA('T', 0x200, 0x10000),
    HEADER('L', 0x20, 0x80),
    END_OF_HEADER('N', 0x40, 0x40000),
    BODY('B', 0x10, 0x80000),
    END_OF_MESSAGE('E', 0, 0);

    /** The milter may say that it wants no more of the body. */
    static final int SKIP = 0x400;

    /** Values keep the white space behind the colon. */
    static final int LEADING_SPACE = 0x100000;

    private static final int NO_UNKNOWN = 0x100;
    private static final int REJECTED_RECIPIENTS = 0x800;
    private static final int NO_REPLY_UNKNOWN = 0x20000;

    private final char letter;
    private final int unwanted;
    private final int unanswered;

    Step(char letter, int unwanted, int unanswered) {
        this.letter = letter;
        this.unwanted = unwanted;
        this.unanswered = unanswered;
    }

    char letter() {
        return letter;
    }

    boolean isWanted(int options) {
        return (options & unwanted) == 0;
    }

    boolean isAnswered(int options) {
        return unanswered == 0 || (options & unanswered) == 0;
    }

    /** What can be agreed on in a version of the protocol: the older ones know less. */
    static int known(int version) {
        int known = NO_UNKNOWN | REJECTED_RECIPIENTS | NO_REPLY_UNKNOWN | SKIP | LEADING_SPACE;
        for (Step step : values()) {
            known |= step.unwanted | step.unanswered;
        }
        return version >= 6 ? known : known & (version >= 4 ? 0x3FF : version == 3 ? 0x1FF : 0xFF);
    }

    /** The number by which a milter names the step when it says what macros it wants there; -1 where it has none. */
    int macroStage() {
        return switch (this) {
            case CONNECT -> 0;
            case HELO -> 1;
            case MAIL -> 2;
            case RCPT -> 3;
            case DATA -> 4;
            case END_OF_MESSAGE -> 5;
            case END_OF_HEADER -> 6;
            case HEADER, BODY -> -1;
        };
    }
}
