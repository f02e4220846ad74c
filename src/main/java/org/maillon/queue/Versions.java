package org.maillon.queue;

import org.maillon.kernel.ByteReader;

/** The first octet of each row. */
final class Versions {
    private Versions() {}

    static void expect(ByteReader in) {
        int version = in.octet();
        if (version != Rows.VERSION) {
            throw new IllegalStateException(
                    "a queue row of format " + version + "; this program knows " + Rows.VERSION);
        }
    }
}
