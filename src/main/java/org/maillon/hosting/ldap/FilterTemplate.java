package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.maillon.wire.address.Address;

/**
 * A filter with places for an address. It is parsed first, as RFC 4515 writes it, and values are filled in afterwards, as the
 * octets that travel: so an address is a value whatever it holds, and there is nothing to escape and nothing to forget.
 */
final class FilterTemplate {
    private final Filter template;

    private FilterTemplate(Filter template) {
        this.template = template;
    }

    /** @throws IllegalArgumentException with a sentence, where it is no filter or would find the same for every address */
    static FilterTemplate parse(String text) {
        Filter template = filter(text);
        if (!check(template)) {
            throw new IllegalArgumentException("the filter " + text
                    + " has no %s, %u or %d in a value, so it would find the same person for every address");
        }
        return new FilterTemplate(template);
    }

    private static Filter filter(String text) {
        try {
            return Filter.create(text);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("'" + text + "' is no filter (RFC 4515): " + e.getMessage(), e);
        } catch (IndexOutOfBoundsException e) { // the library looks for the digits behind the end
            throw new IllegalArgumentException(
                    "'" + text + "' is no filter (RFC 4515): a backslash stands before something else than two digits",
                    e);
        }
    }

    /** Any of these attributes equals the address. */
    static FilterTemplate anyOf(List<String> attributes) {
        return new FilterTemplate(Filter.createORFilter(attributes.stream()
                .map(attribute -> Filter.createEqualityFilter(attribute, "%s"))
                .toList()));
    }

    /** Whether one that must hold differs from address to address. */
    private static boolean check(Filter filter) {
        for (String name : new String[] {filter.getAttributeName(), filter.getMatchingRuleID()}) {
            if (name != null && name.indexOf('%') >= 0) {
                throw new IllegalArgumentException(
                        "a place for the address may stand in a value only, not in the name '" + name + "'");
            }
        }
        values(filter).forEach(Placeholders::check);
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> any(filter.getComponents());
            case Filter.FILTER_TYPE_OR -> all(filter.getComponents());
            case Filter.FILTER_TYPE_NOT -> {
                check(filter.getNOTComponent());
                yield false;
            }
            default -> values(filter).stream().anyMatch(Placeholders::in);
        };
    }

    private static boolean any(Filter[] parts) {
        boolean any = false;
        for (Filter part : parts) {
            any |= check(part);
        }
        return any;
    }

    private static boolean all(Filter[] parts) {
        boolean all = parts.length > 0;
        for (Filter part : parts) {
            all &= check(part);
        }
        return all;
    }

    private static List<String> values(Filter filter) {
        List<String> values = new ArrayList<>();
        for (String one :
                new String[] {filter.getAssertionValue(), filter.getSubInitialString(), filter.getSubFinalString()}) {
            if (one != null) {
                values.add(one);
            }
        }
        values.addAll(Arrays.asList(filter.getSubAnyStrings()));
        return values;
    }

    Filter fill(Address address) {
        return fill(template, address);
    }

    private static Filter fill(Filter filter, Address address) {
        String name = filter.getAttributeName();
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(parts(filter, address));
            case Filter.FILTER_TYPE_OR -> Filter.createORFilter(parts(filter, address));
            case Filter.FILTER_TYPE_NOT -> Filter.createNOTFilter(fill(filter.getNOTComponent(), address));
            case Filter.FILTER_TYPE_PRESENCE -> filter;
            case Filter.FILTER_TYPE_EQUALITY -> Filter.createEqualityFilter(name, value(filter, address));
            case Filter.FILTER_TYPE_GREATER_OR_EQUAL -> Filter.createGreaterOrEqualFilter(name, value(filter, address));
            case Filter.FILTER_TYPE_LESS_OR_EQUAL -> Filter.createLessOrEqualFilter(name, value(filter, address));
            case Filter.FILTER_TYPE_APPROXIMATE_MATCH ->
                Filter.createApproximateMatchFilter(name, value(filter, address));
            case Filter.FILTER_TYPE_SUBSTRING -> substring(filter, address);
            case Filter.FILTER_TYPE_EXTENSIBLE_MATCH ->
                Filter.createExtensibleMatchFilter(
                        name, filter.getMatchingRuleID(), filter.getDNAttributes(), value(filter, address));
            default -> throw new IllegalStateException("a filter of an unknown kind: " + filter);
        };
    }

    private static List<Filter> parts(Filter filter, Address address) {
        return Arrays.stream(filter.getComponents())
                .map(part -> fill(part, address))
                .toList();
    }

    private static Filter substring(Filter filter, Address address) {
        String first = filter.getSubInitialString();
        String last = filter.getSubFinalString();
        return Filter.createSubstringFilter(
                filter.getAttributeName(),
                first == null ? null : octets(first, address),
                Arrays.stream(filter.getSubAnyStrings())
                        .map(part -> octets(part, address))
                        .toArray(byte[][]::new),
                last == null ? null : octets(last, address));
    }

    private static byte[] value(Filter filter, Address address) {
        return filter.getAssertionValue().indexOf('%') >= 0
                ? octets(filter.getAssertionValue(), address)
                : filter.getAssertionValueBytes();
    }

    private static byte[] octets(String value, Address address) {
        return Placeholders.fill(value, address).getBytes(StandardCharsets.UTF_8);
    }
}
