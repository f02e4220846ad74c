package org.maillon.filter;

import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;

/**
 * What a link wants changed in a message or its envelope. Carried out in the order in which they were asked for; where a
 * field is counted, it is among those that this very link was shown, less and more what it has itself changed since.
 */
public sealed interface Edit {
    /** At the header's end. */
    int LAST = Integer.MAX_VALUE;

    /**
     * One field more.
     *
     * @param value what stands behind the colon and its space; a folded one holds CRLF and white space
     * @param at 0 and 1: above all others; n: as the n-th of those that the client sent; {@link #LAST}: below them
     */
    record AddField(String name, Bytes value, int at) implements Edit {}

    /**
     * Another value for a field that is there; where it is not, one more at the end.
     *
     * @param nth of that name, from 1, the uppermost first
     */
    record ChangeField(String name, int nth, Bytes value) implements Edit {}

    /** @param nth of that name, from 1; 0: all of them. Where there is none, nothing happens. */
    record RemoveField(String name, int nth) implements Edit {}

    /** @param parameters as they would stand behind RCPT TO:&lt;…&gt; */
    record AddRecipient(Address address, String parameters) implements Edit {}

    record RemoveRecipient(Address address) implements Edit {}

    /** @param parameters as they would stand behind MAIL FROM:&lt;…&gt; */
    record ChangeSender(ReversePath sender, String parameters) implements Edit {}

    /** Other octets behind the header. */
    record ReplaceBody(Bytes body) implements Edit {}
}
