package org.maillon.mailbox;

/** What an account holds, over all folders. */
public record Usage(long octets, long messages) {
    /** Whether {@code more} octets would pass {@code quota}; a quota of 0 means there is none. */
    boolean passes(long quota, long more) {
        return quota > 0 && octets + more > quota;
    }
}
