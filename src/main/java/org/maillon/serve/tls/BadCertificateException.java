package org.maillon.serve.tls;

/** A file that cannot be used. The message is a sentence for the operator that names it. */
public final class BadCertificateException extends Exception {
    BadCertificateException(String message) {
        super(message);
    }

    public String says() {
        return String.valueOf(getMessage());
    }
}
