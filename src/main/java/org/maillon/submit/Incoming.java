package org.maillon.submit;

import org.maillon.wire.smtp.Reply;

/**
 * A message being taken. Once a bound is passed or the store fails, {@link #write} swallows what follows and
 * {@link #finish} says why, so that a client always hears one clear answer at the end of its body.
 */
public interface Incoming extends AutoCloseable {
    /** The next octets of the message: lines ended by CRLF (unless BODY=BINARYMIME), dots already unstuffed. */
    void write(byte[] octets, int from, int length);

    /** Durable when the reply is positive. */
    Reply finish();

    /** Without {@link #finish} before it: forgets the message. */
    @Override
    void close();
}
