package org.maillon.app.wiring;

/** The server cannot be; the message is a sentence that says why and what to do. */
public final class CannotStartException extends Exception {
    CannotStartException(String message) {
        super(message);
    }

    CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
