package org.maillon.queue;

/**
 * What recipients that go the same way have in common: they share connections, concurrency and, when it is down, the wait.
 * Only a lane's name; where it leads is asked of the route anew at each attempt.
 *
 * @param key such as {@code local}, {@code mx:example.org}, {@code smtp://127.0.0.1:2626}
 */
public record Destination(String key) {
    public static final Destination LOCAL = new Destination("local");

    /** Whether DNS says which servers it has: then it may share them with others. */
    public boolean byMx() {
        return key.startsWith("mx:");
    }

    @Override
    public String toString() {
        return key;
    }
}
