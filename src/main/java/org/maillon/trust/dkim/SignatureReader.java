package org.maillon.trust.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Ascii;
import org.maillon.trust.dkim.DkimVerdict.Claim;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;

/**
 * Reads a signature's field, tag by tag: a DKIM-Signature, or one of the two of ARC that are made like it (RFC 8617
 * §4.1.2, §4.1.3).
 */
public final class SignatureReader {
    /** Seconds since 1970 up to the year 10000; RFC 6376 §3.5 allows twelve digits. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** Fields that h= may name: each costs memory for as long as the message comes. */
    static final int MOST_NAMES = 500;

    private final HeaderField field;
    private final Kind kind;

    /** Which field it is: they differ in v=, i=, h= and bh=. */
    public enum Kind {
        DKIM,
        ARC_MESSAGE_SIGNATURE,
        /** Covers no fields of the message's and no body. RFC 8617 §4.1.3. */
        ARC_SEAL
    }

    /** The signature, or why it is none. */
    public sealed interface Reading {
        record Signature(DkimSignature value, Claim claim) implements Reading {}

        record Broken(DkimVerdict verdict) implements Reading {}
    }

    /** What makes the field unfit; for this class alone. */
    private static final class UnfitException extends Exception {
        final DkimResult result;

        UnfitException(DkimResult result, String why) {
            super(why, null, false, false);
            this.result = result;
        }
    }

    private SignatureReader(HeaderField field, Kind kind) {
        this.field = field;
        this.kind = kind;
    }

    public static Reading read(HeaderField field, Kind kind) {
        Optional<TagList> tags = TagList.parse(field.octets(), field.colon() + 1, field.valueEnd());
        if (tags.isEmpty()) {
            return broken(DkimResult.NEUTRAL, "the signature is not written as tags (RFC 6376 §3.2)", Claim.UNREADABLE);
        }
        Claim claim = claim(tags.get());
        try {
            return new Reading.Signature(new SignatureReader(field, kind).signature(tags.get()), claim);
        } catch (UnfitException e) {
            return broken(e.result, String.valueOf(e.getMessage()), claim);
        }
    }

    private static Reading broken(DkimResult result, String why, Claim claim) {
        return new Reading.Broken(DkimVerdict.of(result, why, claim));
    }

    private static Claim claim(TagList tags) {
        String domain = tags.get("d")
                .flatMap(SignatureReader::domain)
                .map(Domain.Name::ascii)
                .orElse("");
        String start = tags.unfolded("b").orElse("");
        return new Claim(
                domain,
                tags.get("s").orElse(""),
                tags.unfolded("i").orElse(domain.isEmpty() ? "" : "@" + domain),
                tags.get("a").orElse(""),
                start.substring(0, Math.min(8, start.length())));
    }

    private static Optional<Domain.Name> domain(String text) {
        return Domain.parse(text)
                .asOptional()
                .filter(Domain.Name.class::isInstance)
                .map(Domain.Name.class::cast);
    }

    private DkimSignature signature(TagList tags) throws UnfitException {
        version(tags);
        Algorithm algorithm = algorithm(tags);
        Domain.Name domain = domain(needed(tags, "d")).orElseThrow(() -> unfit("d= is no domain name"));
        List<String> names = names(tags);
        method(tags);
        DkimSignature.Place place =
                new DkimSignature.Place(field, tags.place("b").orElseThrow(() -> unfit("the signature lacks b=")));
        Optional<Instant> signed = time(tags, "t");
        Optional<Instant> expires = time(tags, "x");
        if (expires.isPresent() && signed.isPresent() && expires.get().isBefore(signed.get())) {
            throw unfit("x= is earlier than t="); // RFC 6376 §3.5: x= MUST be greater
        }
        return new DkimSignature(
                place,
                algorithm,
                forms(tags),
                domain,
                selector(tags),
                identity(tags, domain),
                names,
                new DkimSignature.Values(base64(tags, "b"), kind == Kind.ARC_SEAL ? new byte[0] : base64(tags, "bh")),
                limit(tags),
                signed,
                expires);
    }

    private void version(TagList tags) throws UnfitException {
        // RFC 8617 §4.1.2: ARC's fields have none
        if (kind == Kind.DKIM && !tags.get("v").orElse("").equals("1")) {
            throw unfit("v= is not 1");
        }
    }

    private static Algorithm algorithm(TagList tags) throws UnfitException {
        String word = needed(tags, "a");
        Algorithm algorithm = Algorithm.named(word).orElseThrow(() -> unfit("a= names an algorithm unknown here"));
        if (algorithm == Algorithm.RSA_SHA1) {
            throw unfit("signed with SHA-1, which proves nothing any more (RFC 8301 §3.1)");
        }
        return algorithm;
    }

    private Canonicalization.Both forms(TagList tags) throws UnfitException {
        if (kind == Kind.ARC_SEAL) {
            return Canonicalization.Both.RELAXED_BOTH; // RFC 8617 §5.1.1
        }
        Optional<String> text = tags.get("c");
        if (text.isEmpty()) {
            // DKIM's default is simple; sealers that leave c= out, the public suite among them, mean relaxed
            return kind == Kind.DKIM ? Canonicalization.Both.SIMPLE_BOTH : Canonicalization.Both.RELAXED_BOTH;
        }
        return Canonicalization.Both.parse(text.get()).orElseThrow(() -> unfit("c= names no canonicalization"));
    }

    private List<String> names(TagList tags) throws UnfitException {
        if (kind == Kind.ARC_SEAL) {
            if (tags.has("h")) {
                throw unfit("a seal must not have h= (RFC 8617 §4.1.3)");
            }
            return List.of();
        }
        if (!tags.has("h")) {
            throw unfit("the signature lacks h=");
        }
        String text = tags.unfolded("h").orElse("");
        if (text.chars().filter(c -> c == ':').count() >= MOST_NAMES) {
            throw unfit("h= names more than " + MOST_NAMES + " fields");
        }
        List<String> names = list(text);
        if (kind == Kind.DKIM && !names.contains("from")) {
            throw unfit("h= does not hold From (RFC 6376 §5.4)");
        } else if (kind == Kind.ARC_MESSAGE_SIGNATURE && names.contains("arc-seal")) {
            throw unfit("h= holds ARC-Seal (RFC 8617 §4.1.2)");
        }
        return names;
    }

    /** What stands between the colons, in lower case. */
    static List<String> list(String text) {
        List<String> names = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ':') {
                names.add(Ascii.lower(text.substring(from, i)));
                from = i + 1;
            }
        }
        return names;
    }

    private static void method(TagList tags) throws UnfitException {
        Optional<String> methods = tags.unfolded("q");
        if (methods.isPresent() && !list(methods.get()).contains("dns/txt")) {
            throw unfit("q= names no way to its key that is known here");
        }
    }

    private static String selector(TagList tags) throws UnfitException {
        String selector = needed(tags, "s");
        return isSelector(selector)
                ? Ascii.lower(selector)
                : domain(selector).orElseThrow(() -> unfit("s= is no selector")).ascii();
    }

    /** RFC 6376 §3.1: labels with dots between. Underscores, which it does not allow, are in use and do no harm. */
    private static boolean isSelector(String text) {
        boolean labelBegun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && !labelBegun) {
                return false;
            }
            labelBegun = c != '.';
            boolean fits =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_.".indexOf(c) >= 0;
            if (!fits) {
                return false;
            }
        }
        return labelBegun && text.length() <= Addresses.LONGEST_DOMAIN;
    }

    /** RFC 6376 §3.5: the domain of i= is that of d=, or below it. */
    private String identity(TagList tags, Domain.Name domain) throws UnfitException {
        Optional<String> text = kind == Kind.DKIM ? tags.unfolded("i") : Optional.empty();
        if (text.isEmpty()) {
            return "@" + domain.ascii();
        }
        int at = text.get().lastIndexOf('@');
        Domain.Name under = at < 0
                ? new Domain.Name("")
                : domain(text.get().substring(at + 1)).orElse(new Domain.Name(""));
        if (!under.equals(domain) && !under.ascii().endsWith("." + domain.ascii())) {
            throw unfit("i= is not within d=");
        }
        return text.get();
    }

    private static Optional<Instant> time(TagList tags, String name) throws UnfitException {
        Optional<String> text = tags.get(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long seconds = number(text.get(), 12);
        if (seconds < 0) {
            throw unfit(name + "= is no number of seconds");
        }
        return Optional.of(Instant.ofEpochSecond(Math.min(seconds, LAST_SECOND)));
    }

    private static long limit(TagList tags) throws UnfitException {
        Optional<String> text = tags.get("l");
        if (text.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long octets = number(text.get(), 76); // RFC 6376 §3.5: up to 76 digits
        if (octets < 0) {
            throw unfit("l= is no number");
        }
        return Math.min(octets, Long.MAX_VALUE - 1);
    }

    /** Digits and nothing else; -1 where they are none, the greatest number where they are more than a long holds. */
    static long number(String text, int mostDigits) {
        if (text.isEmpty() || text.length() > mostDigits) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value > (Long.MAX_VALUE - 9) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return value;
    }

    private static byte[] base64(TagList tags, String name) throws UnfitException {
        String text = tags.unfolded(name).orElse("");
        if (text.isEmpty()) {
            throw unfit("the signature lacks " + name + "=");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw unfit(name + "= is not base64");
        }
    }

    private static String needed(TagList tags, String name) throws UnfitException {
        return tags.get(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> unfit("the signature lacks " + name + "="));
    }

    private static UnfitException unfit(String why) {
        return new UnfitException(DkimResult.PERMERROR, why);
    }
}
