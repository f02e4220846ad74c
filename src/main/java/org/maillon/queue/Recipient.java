package org.maillon.queue;

import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.RcptParameters;

/**
 * One recipient of a message.
 *
 * @param destination the lane it waits in
 * @param depth how many aliases and forwards led here: the loop guard's count
 */
public record Recipient(Address address, RcptParameters parameters, Destination destination, int depth) {}
