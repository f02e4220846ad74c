package org.maillon.trust.spf;

import java.net.InetAddress;
import java.util.Optional;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.Bytes;
import org.maillon.trust.spf.MacroParser.SyntaxException;
import org.maillon.trust.spf.Term.DualCidr;
import org.maillon.trust.spf.Term.Mechanism;

/** directive = [ qualifier ] mechanism, RFC 7208 §12. */
final class TermParser {
    private static final int LONGEST_ADDRESS = 45;

    private final String text;
    private final String name;

    /** What follows the name: begins with a colon or a slash, or is empty. */
    private final String rest;

    private TermParser(String text, String name, String rest) {
        this.text = text;
        this.name = name;
        this.rest = rest;
    }

    /** Where the equals sign of a modifier is: behind a name, before any colon or slash (RFC 7208 §4.6.1); else -1. */
    static int modifierEnd(String word) {
        int at = 0;
        while (at < word.length() && (at == 0 ? MacroParser.isAlpha(word.charAt(0)) : isNameChar(word.charAt(at)))) {
            at++;
        }
        return at > 0 && at < word.length() && word.charAt(at) == '=' ? at : -1;
    }

    private static boolean isNameChar(char c) {
        return MacroParser.isAlpha(c) || MacroParser.isDigit(c) || c == '-' || c == '_' || c == '.';
    }

    static Term directive(String word) throws SyntaxException {
        Optional<SpfResult> said = qualifier(word.charAt(0));
        int from = said.isPresent() ? 1 : 0;
        int end = from;
        while (end < word.length() && word.charAt(end) != ':' && word.charAt(end) != '/') {
            end++;
        }
        String name = Ascii.upper(word.substring(from, end));
        Mechanism mechanism = new TermParser(word, name, word.substring(end)).mechanism();
        return new Term(said.orElse(SpfResult.PASS), mechanism, word);
    }

    private static Optional<SpfResult> qualifier(char c) {
        return switch (c) {
            case '+' -> Optional.of(SpfResult.PASS);
            case '-' -> Optional.of(SpfResult.FAIL);
            case '~' -> Optional.of(SpfResult.SOFTFAIL);
            case '?' -> Optional.of(SpfResult.NEUTRAL);
            default -> Optional.empty();
        };
    }

    private Mechanism mechanism() throws SyntaxException {
        return switch (name) {
            case "ALL" -> {
                if (!rest.isEmpty()) {
                    throw wrong("all takes nothing behind it");
                }
                yield new Mechanism.All();
            }
            case "INCLUDE" -> new Mechanism.Include(MacroParser.domainSpec(afterColon()));
            case "EXISTS" -> new Mechanism.Exists(MacroParser.domainSpec(afterColon()));
            case "PTR" -> new Mechanism.Ptr(target(rest));
            case "A" -> new Mechanism.A(target(rest.substring(0, cidrAt())), dualCidr());
            case "MX" -> new Mechanism.Mx(target(rest.substring(0, cidrAt())), dualCidr());
            case "IP4" -> new Mechanism.Ip(ip4(afterColon()));
            case "IP6" -> new Mechanism.Ip(ip6(afterColon()));
            default -> throw wrong("there is no such mechanism");
        };
    }

    private SyntaxException wrong(String why) {
        return new SyntaxException("'" + Words.of(text) + "': " + why);
    }

    private String afterColon() throws SyntaxException {
        if (rest.isEmpty() || rest.charAt(0) != ':') {
            throw wrong("a colon and a value are missing");
        }
        return rest.substring(1);
    }

    /** [ ":" domain-spec ] */
    private Optional<MacroString> target(String part) throws SyntaxException {
        if (part.isEmpty()) {
            return Optional.empty();
        } else if (part.charAt(0) != ':') {
            throw wrong("what follows the name is neither a domain nor a prefix length");
        }
        return Optional.of(MacroParser.domainSpec(part.substring(1)));
    }

    /** Where the dual-cidr-length at the end of what follows the name begins: a domain may hold slashes of its own. */
    private int cidrAt() {
        int at = digitsBefore(rest.length());
        if (at < rest.length() && at > 1 && rest.charAt(at - 1) == '/' && rest.charAt(at - 2) == '/') {
            int six = at - 2;
            int four = digitsBefore(six);
            return four < six && four > 0 && rest.charAt(four - 1) == '/' ? four - 1 : six;
        }
        return at < rest.length() && at > 0 && rest.charAt(at - 1) == '/' ? at - 1 : rest.length();
    }

    private int digitsBefore(int end) {
        int at = end;
        while (at > 0 && MacroParser.isDigit(rest.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** dual-cidr-length = [ ip4-cidr-length ] [ "/" ip6-cidr-length ] */
    private DualCidr dualCidr() throws SyntaxException {
        String cidr = rest.substring(cidrAt());
        int six = cidr.indexOf("//");
        String four = six < 0 ? cidr : cidr.substring(0, six);
        return new DualCidr(
                four.isEmpty() ? 32 : prefixLength(four.substring(1), 32),
                six < 0 ? 128 : prefixLength(cidr.substring(six + 2), 128));
    }

    /** "0" / %x31-39 0*2DIGIT */
    private int prefixLength(String digits, int most) throws SyntaxException {
        int value = number(digits, 3);
        if (value < 0 || value > most) {
            throw wrong("a prefix length is a number from 0 to " + most);
        }
        return value;
    }

    /** Without leading zeros; -1: it is none. */
    private static int number(String digits, int longest) {
        if (digits.isEmpty() || digits.length() > longest || digits.length() > 1 && digits.charAt(0) == '0') {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!MacroParser.isDigit(digits.charAt(i))) {
                return -1;
            }
            value = value * 10 + digits.charAt(i) - '0';
        }
        return value;
    }

    /** ip4-network [ ip4-cidr-length ]; ip4-network = qnum "." qnum "." qnum "." qnum */
    private AddressRange ip4(String value) throws SyntaxException {
        int slash = value.indexOf('/');
        String network = slash < 0 ? value : value.substring(0, slash);
        byte[] octets = new byte[4];
        int from = 0;
        for (int i = 0; i < 4; i++) {
            int dot = i < 3 ? network.indexOf('.', from) : network.length();
            int qnum = dot < 0 ? -1 : number(network.substring(from, dot), 3);
            if (qnum < 0 || qnum > 255) {
                throw wrong("this is no IPv4 address");
            }
            octets[i] = (byte) qnum;
            from = dot + 1;
        }
        return new AddressRange(Bytes.wrap(octets), slash < 0 ? 32 : prefixLength(value.substring(slash + 1), 32));
    }

    private AddressRange ip6(String value) throws SyntaxException {
        int slash = value.indexOf('/');
        byte[] octets = ip6Network(slash < 0 ? value : value.substring(0, slash));
        return new AddressRange(Bytes.wrap(octets), slash < 0 ? 128 : prefixLength(value.substring(slash + 1), 128));
    }

    private byte[] ip6Network(String network) throws SyntaxException {
        boolean plausible = network.indexOf(':') >= 0
                && network.length() <= LONGEST_ADDRESS
                && network.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 127 || c == ':' || c == '.');
        try {
            byte[] octets = plausible ? InetAddress.ofLiteral(network).getAddress() : new byte[0];
            if (octets.length == 16) {
                return octets;
            } else if (octets.length == 4) {
                return mapped(octets); // Java takes ::ffff:192.0.2.1 for an IPv4 address
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw wrong("this is no IPv6 address");
    }

    private static byte[] mapped(byte[] four) {
        byte[] octets = new byte[16];
        octets[10] = (byte) 0xFF;
        octets[11] = (byte) 0xFF;
        System.arraycopy(four, 0, octets, 12, 4);
        return octets;
    }
}
