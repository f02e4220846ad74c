package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * A filter or an entry's name with places for an address, and any local part in them. Whatever it holds, the filter asks the
 * same question (RFC 4515 §3) and the name leads to the same place (RFC 4514 §2.4): only values differ, and they do differ.
 */
public final class LdapFuzz {
    private static final Address OTHER = of("zz-other");

    private LdapFuzz() {}

    private static Address of(String localPart) {
        return new Address(localPart, new Domain.Name("example.org"));
    }

    /** Which of both, the local part, then the template. */
    public static void fuzzerTestOneInput(byte[] input) throws LDAPException {
        Octets octets = new Octets(input);
        boolean isName = octets.flag();
        String localPart = octets.text();
        Address address = of(localPart);
        if (Search.isNobodys(address)) {
            return; // nobody is asked for such a person
        }
        String template = octets.text() + Octets.latin(octets.rest());
        if (isName) {
            name(template, address);
        } else {
            filter(template, address);
        }
    }

    private static <T> Optional<T> unlessRefused(Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (IllegalArgumentException e) {
            Claim.same(e.getClass(), IllegalArgumentException.class, "refused by chance");
            Claim.that(e.getMessage() != null && e.getMessage().contains(" "), "refused without a sentence");
            return Optional.empty();
        }
    }

    private static void filter(String text, Address address) throws LDAPException {
        Optional<FilterTemplate> template = unlessRefused(() -> FilterTemplate.parse(text));
        if (template.isPresent()) {
            Filter filled = template.get().fill(address);
            Filter asked = Filter.create(text);
            Claim.same(shape(filled), shape(asked), "another question, of " + text + " for " + address);
            Claim.same(
                    values(filled, UnaryOperator.identity()), values(asked, value -> full(value, address)), "values");
            Claim.same(Filter.decode(filled.encode()).toString(), filled.toString(), "what the server reads");
            Claim.same(Filter.create(filled.toString()).toString(), filled.toString(), "what a log shows");
            if (!address.localPart().equals(OTHER.localPart())
                    && !saysDomainsAlone(values(asked, UnaryOperator.identity()))) {
                Claim.that(
                        !filled.toString().equals(template.get().fill(OTHER).toString()),
                        "one question for everybody: %s",
                        text);
            }
        }
    }

    /** Then it is the same for all of a domain, which an operator may want. */
    private static boolean saysDomainsAlone(List<String> values) {
        return values.stream().noneMatch(value -> value.replace("%%", "").matches("(?s).*%[su].*"));
    }

    /** Everything but the values. */
    private static String shape(Filter filter) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND, Filter.FILTER_TYPE_OR -> {
                List<String> parts = Arrays.stream(filter.getComponents())
                        .map(LdapFuzz::shape)
                        .toList();
                yield filter.getFilterType() + parts.toString();
            }
            case Filter.FILTER_TYPE_NOT -> "not(" + shape(filter.getNOTComponent()) + ")";
            case Filter.FILTER_TYPE_SUBSTRING ->
                filter.getAttributeName() + "=" + (filter.getSubInitialString() != null) + "*"
                        + filter.getSubAnyStrings().length + "*" + (filter.getSubFinalString() != null);
            default ->
                filter.getAttributeName()
                        + filter.getFilterType()
                        + filter.getMatchingRuleID()
                        + filter.getDNAttributes();
        };
    }

    private static String full(String value, Address address) {
        return value.indexOf('%') < 0 ? value : Placeholders.fill(value, address);
    }

    /** Of all comparisons, from left to right. */
    private static List<String> values(Filter filter, UnaryOperator<String> each) {
        List<String> values = new ArrayList<>();
        for (Filter part : filter.getComponents()) {
            values.addAll(values(part, each));
        }
        if (filter.getNOTComponent() != null) {
            values.addAll(values(filter.getNOTComponent(), each));
        }
        Stream.of(
                        Arrays.stream(new String[] {filter.getAssertionValue(), filter.getSubInitialString()}),
                        Arrays.stream(filter.getSubAnyStrings()),
                        Arrays.stream(new String[] {filter.getSubFinalString()}))
                .flatMap(some -> some)
                .filter(Objects::nonNull)
                .map(each)
                .forEach(values::add);
        return values;
    }

    private static void name(String text, Address address) throws LDAPException {
        Optional<NameTemplate> template = unlessRefused(() -> NameTemplate.parse(text));
        if (template.isPresent()) {
            DN filled = template.get().fill(address);
            DN asked = new DN(text);
            Claim.same(shape(filled), shape(asked), "another entry's name, of " + text + " for " + address);
            Claim.same(shape(new DN(filled.toString())), shape(asked), "another name to the server: " + filled);
            Claim.same(values(new DN(filled.toString())), values(filled), "other values to the server: " + filled);
            Claim.same(values(filled), values(asked, address), "other values");
        }
    }

    private static List<List<String>> shape(DN name) {
        return Arrays.stream(name.getRDNs())
                .map(part -> List.of(part.getAttributeNames()))
                .toList();
    }

    private static List<List<String>> values(DN template, Address address) {
        return values(template).stream()
                .map(part -> part.stream().map(value -> full(value, address)).toList())
                .toList();
    }

    private static List<List<String>> values(DN name) {
        return Arrays.stream(name.getRDNs())
                .map(RDN::getAttributeValues)
                .map(List::of)
                .toList();
    }
}
