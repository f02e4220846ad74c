package org.maillon.fuzz;

import java.util.Locale;
import java.util.Objects;

/** What must hold whatever came in. Cheap where it holds: a target says it a million times. */
public final class Claim {
    private Claim() {}

    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** @param what a format for {@code about} */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation is no dependency of ours
    public static void that(boolean holds, String what, Object... about) {
        if (!holds) {
            throw new AssertionError(String.format(Locale.ROOT, what, about));
        }
    }

    public static void same(Object got, Object wanted, String what) {
        if (!Objects.deepEquals(got, wanted)) {
            throw new AssertionError(what + ":\n  got    " + got + "\n  wanted " + wanted);
        }
    }
}
