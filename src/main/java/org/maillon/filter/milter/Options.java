package org.maillon.filter.milter;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the two sides agreed on (SMFIC_OPTNEG): version, what the milter may change, which steps it is spared.
 *
 * @param macros the names it asked for, by step; those that it left out get what we think fit
 */
record Options(int version, int actions, int steps, Map<Step, List<String>> macros) {
    static final int VERSION = 6;
    static final int OLDEST = 2;

    static final int ADD_FIELDS = 0x1;
    static final int CHANGE_BODY = 0x2;
    static final int ADD_RECIPIENTS = 0x4;
    static final int REMOVE_RECIPIENTS = 0x8;
    static final int CHANGE_FIELDS = 0x10;
    static final int QUARANTINE = 0x20;
    static final int CHANGE_SENDER = 0x40;
    static final int ADD_RECIPIENTS_WITH_PARAMETERS = 0x80;
    static final int CHOOSE_MACROS = 0x100;

    private static final int ALL_ACTIONS = 0x1FF;

    static final Options OFFERED = new Options(VERSION, ALL_ACTIONS, Step.known(VERSION), Map.of());

    Options {
        macros = Map.copyOf(macros);
    }

    /** Why nobody can speak with a milter that wants this; empty where all is well. */
    Optional<String> trouble() {
        if (version < OLDEST || version > VERSION) {
            return Optional.of(
                    "it speaks version " + version + " of the milter protocol; ours are " + OLDEST + " to " + VERSION);
        } else if ((actions & ~ALL_ACTIONS) != 0) {
            return Optional.of("it wants to do what was not offered: " + Integer.toHexString(actions));
        } else if ((steps & ~Step.known(version)) != 0) {
            return Optional.of(
                    "it wants steps that version " + version + " does not have: " + Integer.toHexString(steps));
        }
        return Optional.empty();
    }

    boolean may(int action) {
        return (actions & action) != 0;
    }

    boolean keepsLeadingSpace() {
        return (steps & Step.LEADING_SPACE) != 0;
    }

    boolean maySkip() {
        return (steps & Step.SKIP) != 0;
    }

    /** @return empty where the milter leaves the choice to us */
    Optional<List<String>> macrosAt(Step step) {
        return Optional.ofNullable(macros.get(step));
    }

    static Optional<Step> stepOfMacroStage(int stage) {
        for (Step step : Step.values()) {
            if (step.macroStage() == stage && stage >= 0) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    static Map<Step, List<String>> noMacros() {
        return new EnumMap<>(Step.class);
    }
}
