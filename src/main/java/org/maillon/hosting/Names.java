package org.maillon.hosting;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;

/** What names may be given here. Each check answers with the sentence that says what is wrong, or with nothing. */
final class Names {
    private static final int MAX_LOCAL_PART = 64; // RFC 5321 §4.5.3.1.1
    private static final int MAX_ID = 63;

    /** Roles that every domain must answer for: RFC 5321 §4.5.1, RFC 2142 §4. */
    private static final Set<String> DUTIES = Set.of("postmaster", "abuse");

    private static final int LONGEST_LOGIN = Addresses.LONGEST_PATH;

    /** Whose computations are made for a log-in name that is none. */
    static final Address NOBODY = new Address("nobody", new Domain.Name("invalid"));

    private Names() {}

    /**
     * Local parts of hosted domains compare without case, and however a letter's accents were composed: two accounts
     * that look the same would be a trap (RFC 5321 §2.4 leaves the case to us).
     */
    static String fold(String localPart) {
        return Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** A log-in name as it is compared and counted, whatever it may be; short enough to be kept. */
    static String login(String name) {
        return LoginName.parse(name)
                .map(Passwords::login)
                .orElseGet(() -> fold(name.length() <= LONGEST_LOGIN ? name : name.substring(0, LONGEST_LOGIN)));
    }

    static boolean isDuty(String localPart) {
        return DUTIES.contains(fold(localPart));
    }

    /** Tenants and servers: lower-case letters, digits and hyphens. */
    static Optional<String> wrongWithId(String noun, String name) {
        boolean allowed = name.chars().allMatch(c -> isLowerAlphanumeric(c) || c == '-');
        if (name.isEmpty() || name.length() > MAX_ID || !allowed || name.startsWith("-") || name.endsWith("-")) {
            return Optional.of("'" + name + "' is no name for a " + noun + ": use 1 to " + MAX_ID
                    + " lower-case letters, digits and hyphens, with no hyphen at either end.");
        }
        return Optional.empty();
    }

    /** A domain that can be hosted: one that the wire's grammar reads back as the same name. */
    static Optional<String> wrongWith(Domain.Name domain) {
        return switch (Addresses.domain(domain.ascii())) {
            case Parsed.Valid<Domain> valid ->
                valid.value().equals(domain)
                        ? Optional.empty()
                        : Optional.of("'" + shown(domain.ascii()) + "' is not how this domain is written: use "
                                + valid.value() + ".");
            case Parsed.Invalid<Domain> invalid ->
                Optional.of("'" + shown(domain.ascii()) + "' is no domain name: " + invalid.why() + ".");
        };
    }

    /** A local part that can be given to an account or alias. */
    static Optional<String> wrongWithLocalPart(String localPart, String separators) {
        return wrongWithLength(localPart, MAX_LOCAL_PART)
                .or(() -> wrongWithCharacters(localPart))
                .or(() -> wrongWithSeparators(localPart, separators));
    }

    /** An address that others are led to: any valid one, here or elsewhere. */
    static Optional<String> wrongWithTarget(Address target) {
        Optional<String> wrongDomain = target.domain() instanceof Domain.Name name ? wrongWith(name) : Optional.empty();
        return wrongDomain
                .or(() -> wrongWithLength(target.localPart(), Addresses.LONGEST_LOCAL_PART))
                .or(() -> wrongWithCharacters(target.localPart()));
    }

    private static Optional<String> wrongWithLength(String localPart, int most) {
        int octets = localPart.getBytes(StandardCharsets.UTF_8).length;
        return octets >= 1 && octets <= most
                ? Optional.empty()
                : Optional.of("The part before the @ has 1 to " + most + " octets; '" + shown(localPart) + "' has "
                        + octets + ".");
    }

    private static Optional<String> wrongWithCharacters(String localPart) {
        return localPart.chars().noneMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of("The part before the @ may not hold control characters; use letters and digits.");
    }

    private static Optional<String> wrongWithSeparators(String localPart, String separators) {
        for (int i = 0; i < separators.length(); i++) {
            char separator = separators.charAt(i);
            int at = localPart.indexOf(separator);
            if (at > 0) {
                return Optional.of("'" + localPart + "' holds '" + separator
                        + "', which parts a name from a detail: mail for it already reaches "
                        + localPart.substring(0, at) + ". Choose a name without it, or change plus-separators.");
            }
        }
        return Optional.empty();
    }

    private static boolean isLowerAlphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
