package org.maillon.app.cli;

import java.util.Locale;

/** Octets for people. */
final class Sizes {
    private Sizes() {}

    static String people(long octets) {
        if (octets < 1024) {
            return octets + " B";
        } else if (octets < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", octets / 1024.0);
        } else if (octets < 1 << 30) {
            return String.format(Locale.ROOT, "%.1f MiB", octets / 1048576.0);
        }
        return String.format(Locale.ROOT, "%.1f GiB", octets / 1073741824.0);
    }
}
