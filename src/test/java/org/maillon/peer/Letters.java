package org.maillon.peer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.maillon.kernel.Bytes;

/** Messages as octets, the same for the same name, and what must be left of them at the end of the chain. */
final class Letters {
    /** @param octets header and body, lines ended by CRLF */
    record Letter(String id, Bytes octets) {
        /** The delivered octets are trace fields and then the letter, octet for octet. */
        boolean isWhole(byte[] delivered) {
            int from = delivered.length - octets.length();
            return from >= 0 && Arrays.equals(delivered, from, delivered.length, octets.shared(), 0, octets.length());
        }

        /** What stands below the header. */
        Bytes body() {
            return octets.slice(header(id).length, octets.length());
        }

        /** As programs of Unix want it: lines ended by LF alone. */
        Bytes lineFeeds() {
            String text = new String(octets.shared(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
            return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean isNamedIn(String header) {
            return header.contains("X-Test-Id: " + id + "\r") || header.contains("X-Test-Id: " + id + "\n");
        }

        /** The same body under another name. */
        Letter named(String other) {
            byte[] all = octets.shared();
            int header = header(id).length;
            return letter(other, Arrays.copyOfRange(all, header, all.length - 2));
        }

        @Override
        public String toString() {
            return id;
        }

        /** What was put in front of it. */
        String trace(byte[] delivered) {
            return new String(delivered, 0, delivered.length - octets.length(), StandardCharsets.UTF_8);
        }
    }

    private Letters() {}

    /** A body of so many octets before its last CRLF: lines of at most 78 printable characters, some with a dot first. */
    static Letter ofSize(String id, long size) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        SplittableRandom random = new SplittableRandom(id.hashCode());
        while (body.size() < size) {
            int room = (int) Math.min(78, size - body.size());
            for (int i = 0; i < room; i++) {
                body.write(i == 0 && random.nextInt(8) == 0 ? '.' : 33 + random.nextInt(94));
            }
            if (size - body.size() > 2) {
                body.writeBytes(new byte[] {'\r', '\n'});
            }
        }
        return letter(id, body.toByteArray());
    }

    /** Octets above 127 that are no valid UTF-8 either. */
    static Letter eightBit(String id) {
        byte[] all = new byte[256 * 4];
        for (int i = 0; i < all.length; i++) {
            int octet = i & 0xFF;
            all[i] = (byte) (octet < 32 || octet == 127 ? ' ' : octet);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int line = 0; line < 16; line++) {
            body.write(all, line * 64, 64);
            body.writeBytes(new byte[] {'\r', '\n'});
        }
        body.writeBytes("Grüße aus Höchstädt".getBytes(StandardCharsets.UTF_8));
        return letter(id, body.toByteArray());
    }

    static Letter dots(String id) {
        String body = String.join("\r\n", List.of(".", "..", "...", ".a", "", ".", "", "a.", ".", "..b", "."));
        return letter(id, body.getBytes(StandardCharsets.US_ASCII));
    }

    /** The name that a delivered message bears. */
    static String idOf(byte[] delivered) {
        return new String(delivered, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("X-Test-Id: "))
                .map(line -> line.substring(11))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no id in a message of " + delivered.length + " octets"));
    }

    private static Letter letter(String id, byte[] body) {
        byte[] header = header(id);
        byte[] octets = Arrays.copyOf(header, header.length + body.length + 2);
        System.arraycopy(body, 0, octets, header.length, body.length);
        octets[octets.length - 2] = '\r';
        octets[octets.length - 1] = '\n';
        return new Letter(id, Bytes.wrap(octets));
    }

    private static byte[] header(String id) {
        return """
                Date: Mon, 23 Nov 2026 10:00:00 +0000
                From: Ada <ada@here.test>
                To: undisclosed-recipients:;
                Subject: %s
                Message-Id: <%s@here.test>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit
                X-Test-Id: %s

                """.formatted(id, id, id).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
