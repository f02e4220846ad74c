package org.maillon.wire.smtp;

/** The values of RCPT's NOTIFY parameter. RFC 3461 §4.1. */
public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
}
