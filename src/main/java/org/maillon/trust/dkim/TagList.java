package org.maillon.trust.dkim;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code name=value; name=value}: what signatures, seals and key records are written in (RFC 6376 §3.2). The octets are
 * kept, and where in them each value stands: a signature is hashed without the value of its own {@code b=}.
 */
public final class TagList {
    private final byte[] octets;
    private final Map<String, Tag> tags;

    /**
     * @param from the first octet behind the equals sign
     * @param to the semicolon, or the end
     */
    record Tag(int from, int to) {}

    /** Nothing is to be left out. */
    static final Tag NOWHERE = new Tag(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private TagList(byte[] octets, Map<String, Tag> tags) {
        this.octets = octets;
        this.tags = tags;
    }

    /** Empty where the octets are no tag list; the array is kept, and must not change. */
    public static Optional<TagList> parse(byte[] octets, int from, int to) {
        TagListParser parser = new TagListParser(octets, from, to);
        return parser.tagList() ? Optional.of(new TagList(octets, parser.tags())) : Optional.empty();
    }

    public static Optional<TagList> parse(byte[] octets) {
        return parse(octets, 0, octets.length);
    }

    /** A record's text as DNS gives it: each octet one char. */
    public static Optional<TagList> parse(String text) {
        return parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The value without the white space around it; folds inside stay. */
    public Optional<String> get(String name) {
        Tag tag = tags.get(name);
        if (tag == null) {
            return Optional.empty();
        }
        int from = tag.from();
        int to = tag.to();
        while (from < to && isSpace(octets[from])) {
            from++;
        }
        while (to > from && isSpace(octets[to - 1])) {
            to--;
        }
        return Optional.of(new String(octets, from, to - from, StandardCharsets.UTF_8));
    }

    /** The value with all its white space left out, as the values that may be folded anywhere are read. */
    public Optional<String> unfolded(String name) {
        Tag tag = tags.get(name);
        if (tag == null) {
            return Optional.empty();
        }
        byte[] kept = new byte[tag.to() - tag.from()];
        int length = 0;
        for (int i = tag.from(); i < tag.to(); i++) {
            if (!isSpace(octets[i])) {
                kept[length++] = octets[i];
            }
        }
        return Optional.of(new String(kept, 0, length, StandardCharsets.UTF_8));
    }

    public boolean has(String name) {
        return tags.containsKey(name);
    }

    public Set<String> names() {
        return Set.copyOf(tags.keySet());
    }

    Optional<Tag> place(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    /** A method for each rule of RFC 6376 §3.2; the values may hold UTF-8 (RFC 8616 §4). */
    private static final class TagListParser {
        private final byte[] in;
        private final int end;
        private final Map<String, Tag> tags = new HashMap<>();
        private int at;

        TagListParser(byte[] in, int from, int end) {
            this.in = in;
            this.at = from;
            this.end = end;
        }

        Map<String, Tag> tags() {
            return tags;
        }

        /** tag-list = tag-spec *( ";" tag-spec ) [ ";" ], and the end of the line behind it. */
        boolean tagList() {
            while (tagSpec()) {
                if (at == end) {
                    return true;
                }
                at++; // the semicolon: a value ends nowhere else
                skipSpace();
                if (at == end) {
                    return true;
                }
            }
            return false;
        }

        /** tag-spec = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS] */
        private boolean tagSpec() {
            skipSpace();
            int start = at;
            if (!tagName()) {
                return false;
            }
            String name = new String(in, start, at - start, StandardCharsets.US_ASCII);
            skipSpace();
            if (at == end || in[at] != '=') {
                return false;
            }
            int from = ++at;
            // RFC 6376 §3.2: a name that comes twice makes the whole list invalid
            return tagValue() && tags.put(name, new Tag(from, at)) == null;
        }

        /** tag-name = ALPHA *ALNUMPUNC */
        private boolean tagName() {
            if (at == end || !isAlpha(in[at])) {
                return false;
            }
            while (at < end && (isAlpha(in[at]) || in[at] >= '0' && in[at] <= '9' || in[at] == '_')) {
                at++;
            }
            return true;
        }

        /** tag-value = [ tval *( 1*(WSP / FWS) tval ) ] ; tval = 1*VALCHAR */
        private boolean tagValue() {
            while (at < end && in[at] != ';') {
                if (!isSpace(in[at]) && (in[at] >= 0 && in[at] < '!' || in[at] == 0x7F)) {
                    return false;
                }
                at++;
            }
            return true;
        }

        private void skipSpace() {
            while (at < end && isSpace(in[at])) {
                at++;
            }
        }

        private static boolean isAlpha(byte octet) {
            return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
        }
    }
}
