package org.maillon.serve.net;

import java.time.Duration;
import org.maillon.kernel.ByteSize;

/**
 * How much patience a handshake finds.
 *
 * @param time for the whole of it
 * @param octets that the client may send in it
 */
public record TlsBounds(Duration time, ByteSize octets) {}
