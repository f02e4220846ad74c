package org.maillon.wire.sasl;

import org.maillon.kernel.Bytes;

/** Looks for octets. */
final class Octet {
    private Octet() {}

    /** Its place, or -1. */
    static int find(Bytes text, int from, int wanted) {
        for (int i = from; i < text.length(); i++) {
            if (text.at(i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}
