package org.maillon.web.http;

/** A request that cannot be answered as it is: its sender gets the message, which says what to do. */
public final class BadRequestException extends RuntimeException {
    private final int status;

    public BadRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
