package org.maillon.store;

/** The store could not do it: the disk is full, broken or gone. What was asked is not durable. */
public final class StoreException extends RuntimeException {
    private final boolean full;

    private StoreException(String message, Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    public static StoreException broken(String message, Throwable cause) {
        return new StoreException(message, cause, false);
    }

    public static StoreException full(String message, Throwable cause) {
        return new StoreException(message, cause, true);
    }

    /** No space left: reading goes on, and writing may succeed later. */
    public boolean isFull() {
        return full;
    }
}
