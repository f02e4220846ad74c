package org.maillon.wire.smtp;

/** The values of MAIL's BODY parameter. RFC 6152 §3, RFC 3030 §3. */
public enum BodyType {
    SEVEN_BIT,
    EIGHT_BIT_MIME,
    BINARY_MIME
}
