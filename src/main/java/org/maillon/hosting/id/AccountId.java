package org.maillon.hosting.id;

/** Names an account, and with it its mailbox. Given once, never used again; the address may change, the id does not. */
public record AccountId(long number) {
    @Override
    public String toString() {
        return Long.toString(number);
    }
}
