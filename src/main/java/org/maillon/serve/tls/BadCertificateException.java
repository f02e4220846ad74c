package org.maillon.serve.tls;

/** A file that cannot be used. The message is a sentence for the operator that names it. */
final class BadCertificateException extends Exception {
    BadCertificateException(String message) {
        super(message);
    }

    String says() {
        return String.valueOf(getMessage());
    }
}
