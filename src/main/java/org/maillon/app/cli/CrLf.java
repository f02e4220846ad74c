package org.maillon.app.cli;

import java.io.ByteArrayOutputStream;

/** Files end their lines with LF; on the wire they end with CRLF. */
final class CrLf {
    private boolean lastWasCr;

    byte[] of(byte[] octets, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 64);
        for (int i = 0; i < length; i++) {
            if (octets[i] == '\n' && !lastWasCr) {
                out.write('\r');
            }
            out.write(octets[i]);
            lastWasCr = octets[i] == '\r';
        }
        return out.toByteArray();
    }
}
