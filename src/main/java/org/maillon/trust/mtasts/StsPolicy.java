package org.maillon.trust.mtasts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;

/**
 * A domain's policy file (RFC 8461 §3.2).
 *
 * @param hosts patterns of its mail hosts, lower case: {@code mx.example.org} or {@code *.example.net}
 */
public record StsPolicy(Mode mode, List<String> hosts, Duration maxAge) {
    /** The longest file that is read; a real one has some hundred octets. */
    public static final int LONGEST = 64 * 1024;

    private static final long MOST_SECONDS = 31_557_600; // RFC 8461 §3.2: about a year
    private static final int MOST_HOSTS = 1000;
    private static final int ID_OCTETS = 16; // as many letters as an id may have

    public StsPolicy {
        hosts = List.copyOf(hosts);
    }

    /** What becomes of mail where a server does not keep to the policy. */
    public enum Mode {
        /** It is not sent there. */
        ENFORCE,
        /** It is sent, and reported. */
        TESTING,
        /** There is no policy any more. */
        NONE;

        /** As the file has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Mode> of(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word().equals(word))
                    .findFirst();
        }
    }

    /** What a file says. */
    public sealed interface Parsed {
        record Valid(StsPolicy policy) implements Parsed {}

        record Invalid(String why) implements Parsed {}
    }

    /** The file's octets, at most {@link #LONGEST} of them. */
    public static Parsed parse(byte[] file) {
        if (file.length > LONGEST) {
            return new Parsed.Invalid("it is longer than " + LONGEST + " octets");
        }
        Reading reading = new Reading();
        int at = 0;
        while (at < file.length) {
            int end = at;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            int length = end > at && file[end - 1] == '\r' ? end - 1 - at : end - at;
            if (!reading.line(new String(file, at, length, StandardCharsets.ISO_8859_1))) {
                return new Parsed.Invalid(reading.fault);
            }
            at = end + 1;
        }
        return reading.policy();
    }

    /** Whether a mail host is one of the policy's (RFC 8461 §4.1): lower case, no trailing dot. */
    public boolean admits(String host) {
        return hosts.stream().anyMatch(pattern -> matches(pattern, host));
    }

    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot + 1).equals(pattern.substring(2));
    }

    /** As lines of the file, for reports and for serving our own. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(hosts.size() + 3);
        lines.add("version: STSv1");
        lines.add("mode: " + mode.word());
        hosts.forEach(host -> lines.add("mx: " + host));
        lines.add("max_age: " + maxAge.toSeconds());
        return lines;
    }

    /** The file's octets, as it is served (RFC 8461 §3.2). */
    public byte[] file() {
        return (String.join("\r\n", lines()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * For the DNS record (RFC 8461 §3.1): the same policy has the same id, and any other one another, so that senders fetch
     * it anew exactly when it has changed.
     */
    public String id() {
        return HexFormat.of().formatHex(Crypto.digest("SHA-256").digest(file()), 0, ID_OCTETS);
    }

    /** The fields so far; what is given twice counts the first time, but for {@code mx} (RFC 8461 §3.2). */
    private static final class Reading {
        private final Set<String> seen = new HashSet<>();
        private final List<String> hosts = new ArrayList<>();
        private Mode mode = Mode.NONE;
        private long maxAge;
        private String fault = "";

        /** False where the file is invalid. */
        boolean line(String line) {
            int colon = line.indexOf(':');
            if (StsRecord.stripped(line, 0, line.length()).isEmpty()) {
                return true;
            } else if (colon < 1) {
                return fault("a line without a colon");
            }
            String key = line.substring(0, colon);
            String value = StsRecord.stripped(line, colon + 1, line.length());
            return switch (key) {
                case "mx" -> host(value);
                case "version" -> !seen.add(key) || value.equals("STSv1") || fault("a version that is not STSv1");
                case "mode" -> !seen.add(key) || mode(value);
                case "max_age" -> !seen.add(key) || maxAge(value);
                default -> true; // an extension
            };
        }

        private boolean fault(String what) {
            fault = what;
            return false;
        }

        private boolean host(String value) {
            String name = value.startsWith("*.") ? value.substring(2) : value;
            if (hosts.size() == MOST_HOSTS) {
                return fault("more than " + MOST_HOSTS + " hosts");
            }
            return Addresses.domain(name)
                    .asOptional()
                    .filter(Domain.Name.class::isInstance)
                    .map(domain -> hosts.add((value.startsWith("*.") ? "*." : "") + domain))
                    .orElseGet(() -> fault("an mx that is no host name"));
        }

        private boolean mode(String value) {
            Optional<Mode> known = Mode.of(value);
            known.ifPresent(one -> mode = one);
            return known.isPresent() || fault("a mode that is none of enforce, testing and none");
        }

        private boolean maxAge(String value) {
            boolean isNumber =
                    !value.isEmpty() && value.length() <= 10 && value.chars().allMatch(c -> c >= '0' && c <= '9');
            maxAge = isNumber ? Long.parseLong(value) : MOST_SECONDS + 1;
            return maxAge <= MOST_SECONDS || fault("a max_age that is no number up to " + MOST_SECONDS);
        }

        Parsed policy() {
            for (String key : List.of("version", "mode", "max_age")) {
                if (!seen.contains(key)) {
                    return new Parsed.Invalid("no " + key);
                }
            }
            return mode != Mode.NONE && hosts.isEmpty()
                    ? new Parsed.Invalid("no mx")
                    : new Parsed.Valid(new StsPolicy(mode, hosts, Duration.ofSeconds(maxAge)));
        }
    }
}
