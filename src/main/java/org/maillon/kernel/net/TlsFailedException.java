package org.maillon.kernel.net;

import java.io.IOException;

/** The two sides did not come to terms about TLS; the connection is of no more use. */
public final class TlsFailedException extends IOException {
    public TlsFailedException(String why) {
        super(why);
    }

    public TlsFailedException(String why, Throwable cause) {
        super(why, cause);
    }
}
