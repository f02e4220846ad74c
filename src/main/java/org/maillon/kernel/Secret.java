package org.maillon.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password or key: prints as stars, and can be wiped once it was used. The octets handed out are the secret's own. */
public final class Secret implements AutoCloseable {
    private final byte[] octets;

    private Secret(byte[] octets) {
        this.octets = octets;
    }

    /** Takes the array over: wiping the secret wipes it. */
    public static Secret wrap(byte[] octets) {
        return new Secret(octets);
    }

    public static Secret copyOf(byte[] octets) {
        return new Secret(octets.clone());
    }

    public static Secret utf8(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The octets without a copy: to be read, not kept. */
    public byte[] shared() {
        return octets;
    }

    public int length() {
        return octets.length;
    }

    /** Overwrites the octets. */
    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public String toString() {
        return "****";
    }
}
