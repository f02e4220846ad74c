package org.maillon.trust.spf;

/** In whose name a client speaks: the property of Authentication-Results (RFC 8601 §2.7.2). */
public enum SpfIdentity {
    MAIL_FROM("smtp.mailfrom"),
    /** Where the reverse-path is empty (RFC 7208 §2.4). */
    HELO("smtp.helo");

    private final String property;

    SpfIdentity(String property) {
        this.property = property;
    }

    public String property() {
        return property;
    }
}
