package org.maillon.wire.smtp;

/** An enhanced mail system status code, {@code class.subject.detail} (RFC 3463). */
public record EnhancedStatus(int kind, int subject, int detail) {
    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
