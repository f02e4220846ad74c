package org.maillon.wire.smtp;

import java.util.Optional;
import org.maillon.kernel.OctetSearch;

/**
 * Reads the text behind DATA (RFC 5321 §4.1.1.4): only CRLF.CRLF ends it, dots in front of lines are undone (§4.5.2).
 * Text that holds CR or LF alone, NUL or a line beyond the bound is read to its true end and then refused; nothing more
 * of it is handed on after the fault.
 *
 * <p>Octets come in any pieces; what is handed on are slices of those pieces, without a copy.
 */
public final class DotReader {
    private enum Place {
        LINE_START,
        /** Behind a dot at the start of a line. */
        DOT,
        /** Behind a dot and CR at the start of a line. */
        DOT_CR,
        TEXT,
        CR,
        DONE
    }

    private final int longestLine;
    private Place place = Place.LINE_START;
    private long lineLength; // octets of this line that earlier pieces brought, doubled dots not counted
    private Optional<TextFault> fault = Optional.empty();

    /** @param longestLine in octets, CRLF included and a doubled dot not (RFC 5321 §4.5.3.1.6) */
    public DotReader(int longestLine) {
        this.longestLine = longestLine;
    }

    public boolean isDone() {
        return place == Place.DONE;
    }

    public Optional<TextFault> fault() {
        return fault;
    }

    /** Reads a piece, up to the text's end if it stands in it; the number of octets that belonged to the text. */
    public int read(byte[] in, int from, int to, TextSink sink) {
        int begin = from; // the first octet not handed on
        int lineStart = from;
        int i = from;
        while (i < to) {
            switch (place) {
                case LINE_START -> {
                    if (in[i] == '.') {
                        handOn(in, begin, i, sink);
                        begin = ++i;
                        place = Place.DOT;
                    } else {
                        place = Place.TEXT;
                    }
                    lineStart = i;
                    lineLength = 0;
                }
                case DOT -> {
                    if (in[i] == '\r') {
                        begin = ++i; // the end's CR, or else a bare one: not part of the text in either case
                        place = Place.DOT_CR;
                    } else {
                        place = Place.TEXT;
                    }
                }
                case DOT_CR -> {
                    if (in[i] == '\n') {
                        place = Place.DONE;
                        return i + 1 - from;
                    }
                    refuse(TextFault.BARE_CR);
                    place = Place.TEXT;
                }
                case TEXT -> {
                    i = special(in, i, to);
                    bound(lineLength + i - lineStart);
                    if (i < to) {
                        special(in[i]);
                        i++;
                    }
                }
                case CR -> {
                    if (in[i] == '\n') {
                        place = Place.LINE_START;
                        i++;
                    } else {
                        refuse(TextFault.BARE_CR);
                        place = Place.TEXT;
                    }
                }
                case DONE -> throw new IllegalStateException("the text has ended");
            }
        }
        lineLength += to - lineStart;
        handOn(in, begin, to, sink);
        return to - from;
    }

    /** The next CR, LF or NUL, or the end: the only loop that touches each octet. */
    private static int special(byte[] in, int from, int to) {
        for (int i = OctetSearch.below('\r' + 1, in, from, to);
                i < to;
                i = OctetSearch.below('\r' + 1, in, i + 1, to)) {
            byte octet = in[i];
            if (octet == '\r' || octet == '\n' || octet == 0) {
                return i;
            }
        }
        return to;
    }

    private void special(byte octet) {
        switch (octet) {
            case '\r' -> place = Place.CR;
            case '\n' -> refuse(TextFault.BARE_LF);
            default -> refuse(TextFault.NUL);
        }
    }

    private void bound(long withoutCrlf) {
        if (withoutCrlf > longestLine - 2) {
            refuse(TextFault.LINE_TOO_LONG);
        }
    }

    private void refuse(TextFault why) {
        if (fault.isEmpty()) {
            fault = Optional.of(why);
        }
    }

    private void handOn(byte[] in, int from, int to, TextSink sink) {
        if (to > from && fault.isEmpty()) {
            sink.write(in, from, to - from);
        }
    }
}
