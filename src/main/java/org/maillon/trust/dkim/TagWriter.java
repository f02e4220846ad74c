package org.maillon.trust.dkim;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a field of tags in lines of at most 78 characters (RFC 5322 §2.1.1), where they can be broken. */
public final class TagWriter {
    private static final int WIDTH = 76;
    private static final String FOLD = "\r\n\t";

    private final StringBuilder out = new StringBuilder(512);
    private int column;
    private boolean begun;

    public TagWriter(String fieldName) {
        put(fieldName + ":");
    }

    public TagWriter tag(String name, String value) {
        open(name + "=" + value);
        return this;
    }

    /** A list that may be broken before each colon. */
    public TagWriter list(String name, List<String> items) {
        open(name + "=" + items.getFirst());
        for (String item : items.subList(1, items.size())) {
            if (column + 1 + item.length() > WIDTH) {
                fold();
            }
            put(":");
            put(item);
        }
        return this;
    }

    /** A value that may be broken anywhere: base64. */
    public TagWriter breakable(String name, String value) {
        open(name + "=");
        more(value);
        return this;
    }

    /** More of the value that stands last. */
    public TagWriter more(String value) {
        int at = 0;
        while (at < value.length()) {
            if (column >= WIDTH) {
                fold();
            }
            int to = Math.min(value.length(), at + WIDTH - column);
            put(value.substring(at, to));
            at = to;
        }
        return this;
    }

    private void open(String text) {
        if (begun) {
            put(";");
        }
        begun = true;
        if (column + 1 + text.length() > WIDTH) {
            fold();
        } else {
            put(" ");
        }
        put(text);
    }

    private void fold() {
        out.append(FOLD);
        column = 8;
    }

    private void put(String text) {
        out.append(text);
        column += text.length();
    }

    /** Without the CRLF that ends the field. */
    public byte[] toOctets() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** With it: the whole field. */
    public byte[] toField() {
        out.append("\r\n");
        return toOctets();
    }
}
