package org.maillon.trust.dkim;

import java.nio.charset.StandardCharsets;

/** Messages for tests, written with plain line ends. */
public final class Messages {
    private Messages() {}

    public static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
