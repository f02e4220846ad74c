package org.maillon.wire.sasl;

/** Why an exchange failed, as far as the client may know. */
public enum Fault {
    /** Its message does not follow the mechanism's grammar. */
    MALFORMED,
    /** Name, password, proof or token are wrong, or may not be used here: it is never told which. */
    DENIED,
    /** Its channel binding does not fit, or somebody has struck mechanisms from our list on the way. */
    BINDING,
    /** Who would know cannot be asked just now. */
    LATER
}
