package org.maillon.wire.address;

import java.nio.charset.StandardCharsets;

/**
 * Reads addresses and paths off the wire. UTF-8 is always read (RFC 6531 §3.3); whether the conversation allows it is
 * asked of {@link Utf8#isAscii} by whoever knows the conversation.
 */
public final class Addresses {
    /**
     * RFC 5321 §4.5.3.1.1 promises room for 64 octets and asks for no limit where one can be avoided. Senders that write
     * the recipient into their return address go beyond 64, so twice that much is taken.
     */
    public static final int LONGEST_LOCAL_PART = 128;

    /** RFC 5321 §4.5.3.1.2 says 255, which counts DNS's length octets: 253 characters of text (RFC 1035 §2.3.4). */
    public static final int LONGEST_DOMAIN = 253;

    /** RFC 5321 §4.5.3.1.3, brackets included. */
    public static final int LONGEST_PATH = 256;

    private Addresses() {}

    /** {@code <>} or a path; a source route in it is read and dropped (RFC 5321 §4.1.2 Reverse-path, appendix C). */
    public static Parsed<ReversePath> reversePath(byte[] line, int from, int to) {
        if (to - from >= 2 && line[from] == '<' && line[from + 1] == '>') {
            return new Parsed.Valid<>(new ReversePath.Null(), from + 2);
        }
        AddressParser parser = new AddressParser(line, from, to);
        return parser.path()
                ? new Parsed.Valid<>(new ReversePath.Sender(parser.address()), parser.at())
                : parser.fault();
    }

    /** A path, or {@code <postmaster>} (RFC 5321 §4.1.1.3); a source route in it is read and dropped. */
    public static Parsed<ForwardPath> forwardPath(byte[] line, int from, int to) {
        AddressParser parser = new AddressParser(line, from, to);
        if (parser.postmaster()) {
            return new Parsed.Valid<>(new ForwardPath.Postmaster(), parser.at());
        }
        return parser.path()
                ? new Parsed.Valid<>(new ForwardPath.Mailbox(parser.address()), parser.at())
                : parser.fault();
    }

    /** {@code local-part@domain} without brackets, and nothing behind it. */
    public static Parsed<Address> mailbox(byte[] text, int from, int to) {
        AddressParser parser = new AddressParser(text, from, to);
        return parser.mailbox() && parser.nothingMore()
                ? new Parsed.Valid<>(parser.address(), parser.at())
                : parser.fault();
    }

    /** A domain name or an address literal, and nothing behind it. */
    public static Parsed<Domain> domain(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        AddressParser parser = new AddressParser(octets, 0, octets.length);
        return parser.rightSide() && parser.nothingMore()
                ? new Parsed.Valid<>(parser.domain(), parser.at())
                : parser.fault();
    }
}
