package org.maillon.wire.address;

import java.nio.charset.StandardCharsets;

/** One method per rule of RFC 5321 §4.1.2 and §4.1.3: true and the rule is behind us, or false and {@link #fault} says why. */
final class AddressParser {
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";
    private static final int LONGEST_LABEL = 63; // RFC 1035 §2.3.4
    private static final String POSTMASTER = "<postmaster>";

    private final byte[] in;
    private final int end;
    private int at;

    private String localPart = "";
    private Domain domain = new Domain.Name("");
    private int faultAt;
    private String fault = "";

    AddressParser(byte[] in, int from, int end) {
        this.in = in;
        this.at = from;
        this.end = end;
    }

    Address address() {
        return new Address(localPart, domain);
    }

    Domain domain() {
        return domain;
    }

    int at() {
        return at;
    }

    <T> Parsed<T> fault() {
        return new Parsed.Invalid<>(faultAt, fault);
    }

    /** Path = "<" [ A-d-l ":" ] Mailbox ">" */
    boolean path() {
        int start = at;
        if (!expect('<', "an address stands in angle brackets, such as <ada@example.org>")) {
            return false;
        }
        boolean read =
                (peek() != '@' || atDomainList()) && mailbox() && expect('>', "the address is not closed with '>'");
        if (read && at - start > Addresses.LONGEST_PATH) {
            return fail(start, "the address is longer than " + Addresses.LONGEST_PATH + " octets");
        }
        return read;
    }

    /** A-d-l = At-domain *( "," At-domain ), which RFC 5321 appendix C tells servers to read and ignore. */
    private boolean atDomainList() {
        do {
            if (!expect('@', "each host of a source route begins with '@'") || !domainName()) {
                return false;
            }
        } while (accept(','));
        return expect(':', "a source route ends with ':' before the address");
    }

    /** "<Postmaster>" in any case; nothing is consumed where it does not stand. */
    boolean postmaster() {
        if (end - at < POSTMASTER.length()) {
            return false;
        }
        for (int i = 0; i < POSTMASTER.length(); i++) {
            if (lower(in[at + i]) != POSTMASTER.charAt(i)) {
                return false;
            }
        }
        at += POSTMASTER.length();
        return true;
    }

    /** Mailbox = Local-part "@" ( Domain / address-literal ) */
    boolean mailbox() {
        return localPart() && expect('@', "'@' and a domain are missing after the local part") && rightSide();
    }

    boolean rightSide() {
        return peek() == '[' ? addressLiteral() : domainName();
    }

    boolean nothingMore() {
        return at == end || fail(at, "nothing may stand behind the address");
    }

    /** Local-part = Dot-string / Quoted-string */
    private boolean localPart() {
        int start = at;
        boolean read = peek() == '"' ? quotedString() : dotString();
        if (read && at - start > Addresses.LONGEST_LOCAL_PART) {
            return fail(start, "the local part is longer than " + Addresses.LONGEST_LOCAL_PART + " octets");
        }
        return read;
    }

    /** Dot-string = Atom *("." Atom) */
    private boolean dotString() {
        int start = at;
        do {
            if (!atom()) {
                return false;
            }
        } while (accept('.'));
        localPart = text(start, at);
        return true;
    }

    /** Atom = 1*atext, where RFC 6531 §3.3 adds UTF8-non-ascii */
    private boolean atom() {
        int start = at;
        while (at < end && isAtext(in[at])) {
            if (in[at] >= 0) {
                at++;
            } else if (!utf8NonAscii()) {
                return false;
            }
        }
        return at > start || fail(at, noAtom());
    }

    private String noAtom() {
        return switch (peek()) {
            case '.' -> "a local part has no dot at its start and no two dots in a row, unless it is quoted";
            case '@' -> "a local part is missing before '@', or it ends with a dot and is not quoted";
            case ' ' -> "a space stands in a local part only inside quotes, such as <\"ada b\"@example.org>";
            case '>', -1 -> "a local part is missing";
            default -> "this character stands in a local part only inside quotes";
        };
    }

    /** UTF8-non-ascii of RFC 6531 §3.3, without the controls U+0080 to U+009F. */
    private boolean utf8NonAscii() {
        int length = Utf8.sequence(in, at, end);
        if (length == 0) {
            return fail(at, "this octet is not part of well-formed UTF-8");
        } else if (in[at] == (byte) 0xC2 && in[at + 1] < (byte) 0xA0) {
            return fail(at, "a control character stands in no address");
        }
        at += length;
        return true;
    }

    /** Quoted-string = DQUOTE *QcontentSMTP DQUOTE; the value is what stands inside, pairs resolved. */
    private boolean quotedString() {
        at++;
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            if (!qcontent(value)) {
                return false;
            }
        }
        at++;
        localPart = value.toString();
        return true;
    }

    /** QcontentSMTP = qtextSMTP / quoted-pairSMTP */
    private boolean qcontent(StringBuilder value) {
        int start = at;
        if (at == end) {
            return fail(at, "the quoted local part is not closed with '\"'");
        } else if (in[at] < 0) {
            if (!utf8NonAscii()) {
                return false;
            }
            value.append(text(start, at));
            return true;
        }
        accept('\\');
        if (peek() < ' ' || peek() > '~') {
            return fail(at, "only printable characters stand in a quoted local part");
        }
        value.append((char) in[at++]);
        return true;
    }

    /** Domain = sub-domain *("." sub-domain), into lower-case A-labels. */
    private boolean domainName() {
        int start = at;
        StringBuilder name = new StringBuilder();
        do {
            if (!name.isEmpty()) {
                name.append('.');
            }
            if (!subDomain(name)) {
                return false;
            }
        } while (accept('.'));
        if (name.length() > Addresses.LONGEST_DOMAIN) {
            return fail(start, "the domain is longer than " + Addresses.LONGEST_DOMAIN + " octets");
        } else if (endsInNumber(name)) {
            return fail(
                    start, "a domain does not end in a number; write an IP address in brackets, such as [192.0.2.1]");
        }
        domain = new Domain.Name(name.toString());
        return true;
    }

    /** RFC 3696 §2: no top-level domain is all digits, so what looks like 192.0.2.1 is meant as an address. */
    private static boolean endsInNumber(CharSequence name) {
        int i = name.length();
        while (i > 0 && name.charAt(i - 1) != '.') {
            i--;
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** sub-domain = Let-dig [Ldh-str], or a U-label (RFC 6531 §3.3) */
    private boolean subDomain(StringBuilder name) {
        int start = at;
        int named = name.length();
        boolean unicode = false;
        while (at < end && (in[at] < 0 || isLetDig(in[at]) || in[at] == '-')) {
            unicode |= in[at] < 0;
            name.append(lower(in[at++]));
        }
        if (at == start) {
            return fail(at, noLabel());
        } else if (in[start] == '-' || in[at - 1] == '-') {
            return fail(start, "a part of a domain neither begins nor ends with a hyphen");
        } else if (unicode) {
            name.setLength(named);
            return uLabel(start, name);
        }
        return at - start <= LONGEST_LABEL
                || fail(start, "a part of a domain is longer than " + LONGEST_LABEL + " octets");
    }

    private String noLabel() {
        return switch (peek()) {
            case '.' -> "a domain has no dot at its start and no two dots in a row";
            case '>', -1 -> at > 0 && in[at - 1] == '.' ? "a domain does not end with a dot" : "the domain is missing";
            default -> "only letters, digits and hyphens stand in a domain";
        };
    }

    private boolean uLabel(int start, StringBuilder name) {
        for (int i = start; i < at; ) {
            int length = in[i] >= 0 ? 1 : Utf8.sequence(in, i, at);
            if (length == 0) {
                return fail(i, "this octet is not part of well-formed UTF-8");
            }
            i += length;
        }
        return switch (InternationalLabel.toAscii(text(start, at))) {
            case Parsed.Valid<String> label -> {
                name.append(label.value());
                yield label.value().length() <= LONGEST_LABEL
                        || fail(start, "a part of a domain is longer than " + LONGEST_LABEL + " octets");
            }
            case Parsed.Invalid<String> bad -> fail(start, bad.why());
        };
    }

    /** address-literal = "[" ( IPv4-address-literal / IPv6-address-literal / General-address-literal ) "]" */
    private boolean addressLiteral() {
        int start = ++at;
        while (at < end && in[at] != ']') {
            at++;
        }
        int close = at;
        if (!expect(']', "the address literal is not closed with ']'")) {
            return false;
        }
        return switch (AddressLiteral.read(in, start, close)) {
            case Parsed.Valid<Domain.Literal> literal -> {
                domain = literal.value();
                yield true;
            }
            case Parsed.Invalid<Domain.Literal> bad -> fail(bad.at(), bad.why());
        };
    }

    private boolean expect(char wanted, String why) {
        return accept(wanted) || fail(at, why);
    }

    private boolean accept(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private int peek() {
        return at < end ? in[at] & 0xFF : -1;
    }

    private boolean fail(int where, String why) {
        faultAt = where;
        fault = why;
        return false;
    }

    private String text(int from, int to) {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    private static char lower(byte octet) {
        return (char) (octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet & 0xFF);
    }

    private static boolean isLetDig(byte octet) {
        return octet >= '0' && octet <= '9' || octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
    }

    /** RFC 5322 §3.2.3. */
    private static boolean isAtext(byte octet) {
        return octet < 0 || isLetDig(octet) || ATEXT_SPECIALS.indexOf(octet) >= 0;
    }
}
