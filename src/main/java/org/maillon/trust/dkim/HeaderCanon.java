package org.maillon.trust.dkim;

import java.util.Arrays;
import java.util.List;

/**
 * The octets of a header that a signature covers, in canonical form (RFC 6376 §3.4.1, §3.4.2), gathered in one array: it
 * is hashed once, or signed with two keys.
 */
public final class HeaderCanon {
    private final Canonicalization form;
    private byte[] out = new byte[1024];
    private int length;

    public HeaderCanon(Canonicalization form) {
        this.form = form;
    }

    public byte[] toOctets() {
        return Arrays.copyOf(out, length);
    }

    public void add(List<HeaderField> fields) {
        fields.forEach(this::add);
    }

    public void add(HeaderField field) {
        content(field, TagList.NOWHERE);
        put('\r');
        put('\n');
    }

    /** The same of a field that is being made: its {@code b=} is still empty, and it has no CRLF yet. */
    public void addUnsigned(HeaderField field) {
        content(field, TagList.NOWHERE);
    }

    /** The field that holds the signature: without the value of {@code b=}, and without its own CRLF. RFC 6376 §3.7. */
    void addSignature(HeaderField field, TagList.Tag signature) {
        content(field, signature);
    }

    private void content(HeaderField field, TagList.Tag without) {
        switch (form) {
            case SIMPLE -> {
                put(field.octets(), field.from(), Math.min(without.from(), field.valueEnd()));
                put(field.octets(), Math.min(without.to(), field.valueEnd()), field.valueEnd());
            }
            case RELAXED -> relaxed(field, without);
        }
    }

    private void relaxed(HeaderField field, TagList.Tag without) {
        byte[] octets = field.octets();
        for (int i = field.from(); i < field.colon(); i++) {
            byte octet = octets[i];
            if (octet != ' ' && octet != '\t') {
                put(octet >= 'A' && octet <= 'Z' ? octet + 32 : octet);
            }
        }
        put(':');
        boolean space = false;
        int start = length;
        for (int i = field.colon() + 1; i < field.valueEnd(); i++) {
            if (i == without.from()) {
                i = without.to();
                if (i >= field.valueEnd()) {
                    break;
                }
            }
            byte octet = octets[i];
            boolean fold = octet == '\r' && i + 1 < field.valueEnd() && octets[i + 1] == '\n'
                    || octet == '\n' && octets[i - 1] == '\r';
            if (fold) {
                continue; // RFC 6376 §3.4.2: unfolded, the white space behind it is what is left
            }
            if (octet == ' ' || octet == '\t') {
                space = true;
                continue;
            }
            if (space && length > start) {
                put(' ');
            }
            space = false;
            put(octet);
        }
    }

    private void put(byte[] octets, int from, int to) {
        room(to - from);
        System.arraycopy(octets, from, out, length, to - from);
        length += to - from;
    }

    private void put(int octet) {
        room(1);
        out[length++] = (byte) octet;
    }

    private void room(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, length + more));
        }
    }
}
