package org.maillon.wire.address;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.fuzz.Claim;

/** Mailboxes, paths, domains, literals and U-labels: what is read is written and read again as the same. */
public final class AddressFuzz {
    private AddressFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        mailbox(octets);
        paths(octets);
        domain(new String(octets, StandardCharsets.UTF_8));
    }

    private static void mailbox(byte[] octets) {
        switch (Addresses.mailbox(octets, 0, octets.length)) {
            case Parsed.Invalid<Address> bad -> reasoned(bad, octets.length);
            case Parsed.Valid<Address> good -> {
                Claim.that(good.end() == octets.length, "a mailbox is read whole");
                sound(good.value());
            }
        }
    }

    private static void sound(Address address) {
        Claim.same(Address.parse(address.toString()).asOptional(), Optional.of(address), "written and read again");
        Claim.that(address.localPart().chars().noneMatch(Character::isISOControl), "a control stands in %s", address);
        Claim.that(address.localPart().length() <= Addresses.LONGEST_LOCAL_PART, "too long: %s", address);
        sound(address.domain());
    }

    private static void sound(Domain domain) {
        if (!(domain instanceof Domain.Name(String name))) {
            return;
        }
        Claim.that(!name.isEmpty() && name.length() <= Addresses.LONGEST_DOMAIN, "a name of no length: %s", name);
        for (String label : name.split("\\.", -1)) {
            Claim.that(!label.isEmpty() && label.length() <= 63, "a label of no length: %s", name);
            Claim.that(label.chars().allMatch(AddressFuzz::isLdh), "not LDH: %s", name);
            Claim.that(!label.startsWith("-") && !label.endsWith("-"), "a hyphen at an end: %s", name);
        }
    }

    private static boolean isLdh(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }

    private static void domain(String text) {
        switch (Domain.parse(text)) {
            case Parsed.Invalid<Domain> bad -> reasoned(bad, text.getBytes(StandardCharsets.UTF_8).length);
            case Parsed.Valid<Domain> good -> {
                sound(good.value());
                Claim.same(Domain.parse(good.value().toString()).asOptional(), Optional.of(good.value()), "again");
                uLabels(text, good.value());
            }
        }
    }

    /** A U-label's A-label stands for its characters, normalized, and for no others. */
    private static void uLabels(String text, Domain domain) {
        String[] written = text.split("\\.", -1);
        if (!(domain instanceof Domain.Name(String name))) {
            return;
        }
        String[] labels = name.split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            if (written[i].chars().allMatch(c -> c < 128)) {
                continue;
            }
            if (!labels[i].startsWith("xn--")) {
                continue; // a compatibility form of ASCII letters
            }
            String label = PunycodeReader.decode(labels[i].substring(4));
            Claim.that(label.chars().anyMatch(c -> c >= 128), "an A-label of ASCII alone: %s", labels[i]);
            Claim.same(InternationalLabel.toAscii(label).asOptional(), Optional.of(labels[i]), "decoded, encoded");
        }
    }

    private static void paths(byte[] octets) {
        byte[] inside = new byte[octets.length + 5];
        System.arraycopy(octets, 0, inside, 3, octets.length);
        inside[2] = '<';
        inside[octets.length + 3] = '>';
        switch (Addresses.reversePath(octets, 0, octets.length)) {
            case Parsed.Invalid<ReversePath> bad -> {
                reasoned(bad, octets.length);
                Claim.that(
                        Addresses.reversePath(inside, 3, 3 + octets.length) instanceof Parsed.Invalid<ReversePath> too
                                && too.at() == bad.at() + 3
                                && too.why().equals(bad.why()),
                        "a path is judged by where it stands");
            }
            case Parsed.Valid<ReversePath> good -> {
                Claim.that(good.end() <= octets.length && octets[good.end() - 1] == '>', "a path ends with '>'");
                if (good.value() instanceof ReversePath.Sender(Address address)) {
                    sound(address);
                }
            }
        }
        if (Addresses.forwardPath(octets, 0, octets.length) instanceof Parsed.Valid<ForwardPath> good
                && good.value() instanceof ForwardPath.Mailbox(Address address)) {
            sound(address);
            Claim.same(
                    Addresses.reversePath(octets, 0, octets.length),
                    new Parsed.Valid<>(new ReversePath.Sender(address), good.end()),
                    "a path is read alike in both directions");
        }
    }

    private static void reasoned(Parsed.Invalid<?> bad, int length) {
        Claim.that(bad.at() >= 0 && bad.at() <= length, "a fault at %d of %d", bad.at(), length);
        Claim.that(!bad.why().isBlank() && !bad.why().contains("null"), "no reason: '%s'", bad.why());
    }
}
