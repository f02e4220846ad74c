package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import org.maillon.kernel.OctetSearch;

/**
 * Watches a message's octets go by and tells what its header was: how large, how many fields, how many times it has been
 * received. Constant memory whatever comes. Lines end with CRLF (RFC 5322 §2.2); a field's name is read without regard
 * to case.
 */
public final class HeaderScanner {
    private static final byte[] RECEIVED = "received".getBytes(StandardCharsets.US_ASCII);

    private enum Where {
        LINE_START,
        NAME,
        AFTER_NAME,
        VALUE,
        BODY
    }

    private Where where = Where.LINE_START;
    private boolean lastWasCr;
    private int matched;
    private boolean matching;
    private long headerSize;
    private int fields;
    private int received;
    private boolean eightBitHeader;
    private boolean eightBitBody;

    public void feed(byte[] octets, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end && where != Where.BODY) {
            header(octets[at++]);
        }
        if (!eightBitBody) {
            eightBitBody = OctetSearch.highBit(octets, at, end) < end;
        }
    }

    private void header(byte octet) {
        headerSize++;
        eightBitHeader |= octet < 0;
        if (lastWasCr && octet == '\n') {
            endLine();
        } else if (octet != '\r') {
            within(octet);
        }
        lastWasCr = octet == '\r';
    }

    private void endLine() {
        // RFC 5322 §2.1: the header ends at an empty line.
        where = where == Where.LINE_START ? Where.BODY : Where.LINE_START;
    }

    private void within(byte octet) {
        switch (where) {
            case LINE_START -> startLine(octet);
            case NAME -> name(octet);
            case AFTER_NAME -> afterName(octet);
            case VALUE, BODY -> {}
        }
    }

    private void startLine(byte octet) {
        if (octet == ' ' || octet == '\t') {
            where = Where.VALUE; // RFC 5322 §2.2.3: a folded line goes on with the field before
            return;
        }
        fields++;
        matched = 0;
        matching = true;
        where = Where.NAME;
        name(octet);
    }

    private void name(byte octet) {
        if (octet == ':') {
            endName();
        } else if (octet == ' ' || octet == '\t') {
            where = Where.AFTER_NAME; // RFC 5322 §4.5: obsolete, space before the colon
        } else if (matching && matched < RECEIVED.length && lower(octet) == RECEIVED[matched]) {
            matched++;
        } else {
            matching = false;
        }
    }

    private void afterName(byte octet) {
        if (octet == ':') {
            endName();
        } else if (octet != ' ' && octet != '\t') {
            where = Where.VALUE;
        }
    }

    private void endName() {
        if (matching && matched == RECEIVED.length) {
            received++;
        }
        where = Where.VALUE;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }

    /** Octets of the header so far, its empty line included. */
    public long headerSize() {
        return headerSize;
    }

    public int fields() {
        return fields;
    }

    /** How many Received fields: how many servers the message has passed (RFC 5321 §6.3). */
    public int received() {
        return received;
    }

    public boolean headerEnded() {
        return where == Where.BODY;
    }

    /** Octets above 127 in the header: RFC 6532 text, or something that should have been encoded. */
    public boolean eightBitHeader() {
        return eightBitHeader;
    }

    public boolean eightBitBody() {
        return eightBitBody;
    }
}
