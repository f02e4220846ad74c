package org.maillon.submit;

/** What a listener is there for. */
public enum ListenerRole {
    /** Other servers hand mail over (RFC 5321): to our addresses, from anyone. */
    MX,

    /** Our users hand over what they write (RFC 6409): to anyone, from those who have logged in. */
    SUBMISSION
}
