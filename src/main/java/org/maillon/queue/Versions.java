package org.maillon.queue;

import org.maillon.kernel.ByteReader;

/** The first octet of each row. */
final class Versions {
    private Versions() {}

    /** A kind of row that has changed since: the version it is of. */
    static int expect(ByteReader in, int newest) {
        int version = in.octet();
        if (version < Rows.VERSION || version > newest) {
            throw new IllegalStateException("a queue row of format " + version + "; this program knows " + newest);
        }
        return version;
    }

    static void expect(ByteReader in) {
        int version = in.octet();
        if (version != Rows.VERSION) {
            throw new IllegalStateException(
                    "a queue row of format " + version + "; this program knows " + Rows.VERSION);
        }
    }
}
