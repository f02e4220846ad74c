package org.maillon.serve.net;

import java.io.IOException;

/** The message is a sentence for the operator: which address, why, and what to do. */
public final class CannotListenException extends IOException {
    CannotListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
