package org.maillon.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * What the JDK does not yet tell of its virtual threads, for which the tests run with {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED} (docs/adr/0008): who schedules them, and whether one stands before a monitor.
 */
final class VirtualThreads {
    private static final Constructor<?> BUILDER;
    private static final Field STATE;
    private static final Set<Integer> BEFORE_A_MONITOR;

    static {
        try {
            BUILDER = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            BUILDER.setAccessible(true);
            Class<?> thread = Class.forName("java.lang.VirtualThread");
            STATE = open(thread.getDeclaredField("state"));
            BEFORE_A_MONITOR = Set.of(constant(thread, "BLOCKED"), constant(thread, "UNBLOCKED"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "The simulation schedules virtual threads itself: it needs a JDK 25 and"
                            + " --add-opens java.base/java.lang=ALL-UNNAMED",
                    e);
        }
    }

    private VirtualThreads() {}

    private static int constant(Class<?> of, String name) throws ReflectiveOperationException {
        return (int) open(of.getDeclaredField(name)).get(null);
    }

    private static Field open(Field field) {
        field.setAccessible(true);
        return field;
    }

    static Thread.Builder.OfVirtual on(Executor scheduler) {
        try {
            return (Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whose turn that is: the JDK hands out a lambda that has caught its thread. */
    static Thread whose(Runnable turn) {
        try {
            return (Thread) open(turn.getClass().getDeclaredFields()[0]).get(turn);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Off its carrier because a monitor was taken; still so when the monitor is free, until it runs again. */
    static boolean standsBeforeAMonitor(Thread thread) {
        try {
            return BEFORE_A_MONITOR.contains(STATE.getInt(thread));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
