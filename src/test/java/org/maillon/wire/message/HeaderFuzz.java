package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** A header watched as it goes by, cut anywhere, counts what a slow reader counts. */
public final class HeaderFuzz {
    private HeaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int how = octets.next();
        byte[] message = octets.rest();
        Seen wanted = slowly(Octets.latin(message));
        Claim.same(watch(message, 0), wanted, "watched whole");
        Claim.same(watch(message, 1), wanted, "watched by octets");
        Claim.same(watch(message, how), wanted, "watched in pieces");
    }

    private record Seen(
            long headerSize, int fields, int received, boolean ended, boolean eightBit, boolean eightBody) {}

    private static Seen watch(byte[] message, int how) {
        HeaderScanner scanner = new HeaderScanner();
        byte[] buffer = new byte[message.length + 2];
        buffer[0] = (byte) 0xFF; // octets around the piece are nobody's
        for (byte[] piece : Octets.split(message, how)) {
            System.arraycopy(piece, 0, buffer, 1, piece.length);
            buffer[piece.length + 1] = (byte) 0xFF;
            scanner.feed(buffer, 1, piece.length);
        }
        return new Seen(
                scanner.headerSize(),
                scanner.fields(),
                scanner.received(),
                scanner.headerEnded(),
                scanner.eightBitHeader(),
                scanner.eightBitBody());
    }

    /** Line by line; a CR that stands alone is looked past. */
    private static Seen slowly(String message) {
        int at = 0;
        int fields = 0;
        int received = 0;
        boolean ended = false;
        while (at < message.length() && !ended) {
            int crlf = message.indexOf("\r\n", at);
            String line =
                    message.substring(at, crlf < 0 ? message.length() : crlf).replace("\r", "");
            at = crlf < 0 ? message.length() : crlf + 2;
            ended = crlf >= 0 && line.isEmpty();
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (line.isEmpty() || folded) {
                continue;
            }
            fields++;
            int colon = line.indexOf(':');
            if (colon >= 0
                    && line.substring(0, colon)
                            .toLowerCase(Locale.ROOT)
                            .replaceFirst("[ \t]+$", "")
                            .equals("received")) {
                received++;
            }
        }
        return new Seen(at, fields, received, ended, eightBit(message, 0, at), eightBit(message, at, message.length()));
    }

    private static boolean eightBit(String text, int from, int to) {
        return !StandardCharsets.US_ASCII.newEncoder().canEncode(text.substring(from, to));
    }
}
