package org.maillon.filter.milter;

import org.maillon.filter.ScriptedFilter;

/** Milters for tests of other rooms. */
public final class MilterAnswers {
    private MilterAnswers() {}

    /** @param packets at the step of that letter: letter and data of each, an octet a character */
    public static ScriptedFilter.Script on(char step, String... packets) {
        return new MilterScript().on(step, packets);
    }
}
