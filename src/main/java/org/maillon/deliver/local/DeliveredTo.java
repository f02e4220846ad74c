package org.maillon.deliver.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Looks for one Delivered-To field in a header, in constant memory. Field names have no case; a value may be folded. */
final class DeliveredTo {
    private static final String FIELD = "delivered-to:";
    private static final int LONGEST = 1024; // an address and the field's name take less

    private final String address;
    private final StringBuilder field = new StringBuilder();
    private final StringBuilder line = new StringBuilder();

    private DeliveredTo(String address) {
        this.address = address;
    }

    /** @param most octets of the header that are read */
    static boolean names(String address, InputStream message, long most) throws IOException {
        return new DeliveredTo(address).isIn(message, most);
    }

    private boolean isIn(InputStream message, long most) throws IOException {
        byte[] buffer = new byte[4096];
        long left = most;
        for (int read = message.read(buffer); read > 0 && left > 0; read = message.read(buffer)) {
            int end = (int) Math.min(read, left);
            for (int i = 0; i < end; i++) {
                if (buffer[i] != '\n') {
                    add(buffer[i]);
                } else if (isEndOfHeader()) {
                    return fieldMatches();
                } else if (endLine()) {
                    return true;
                }
            }
            left -= read;
        }
        return left > 0 && (endLine() || fieldMatches());
    }

    private void add(byte octet) {
        if (octet != '\r' && line.length() < LONGEST) {
            line.append((char) (octet & 0xFF));
        }
    }

    private boolean isEndOfHeader() {
        return line.isEmpty();
    }

    /** True where the field before this line is the one looked for. */
    private boolean endLine() {
        boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
        boolean found = !folded && fieldMatches();
        if (!folded) {
            field.setLength(0);
        }
        if (field.length() + line.length() <= LONGEST) {
            field.append(line);
        }
        line.setLength(0);
        return found;
    }

    private boolean fieldMatches() {
        if (!field.toString().regionMatches(true, 0, FIELD, 0, FIELD.length())) {
            return false;
        }
        byte[] value = field.substring(FIELD.length()).strip().getBytes(StandardCharsets.ISO_8859_1);
        return new String(value, StandardCharsets.UTF_8).equalsIgnoreCase(address);
    }
}
