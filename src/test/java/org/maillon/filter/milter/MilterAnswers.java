package org.maillon.filter.milter;

import java.util.List;
import org.maillon.filter.ScriptedFilter;

/** Milters for tests of other rooms. */
public final class MilterAnswers {
    private MilterAnswers() {}

    /** One that says what it has heard. */
    public interface Ear extends ScriptedFilter.Script {
        /** Each packet: its letter, a space, its data with a bar for each NUL. */
        List<String> heard();
    }

    /** @param packets at the step of that letter: letter and data of each, an octet a character */
    public static Ear on(char step, String... packets) {
        return new MilterScript().on(step, packets);
    }
}
