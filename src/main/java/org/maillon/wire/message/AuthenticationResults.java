package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a server found when it asked who vouches for a message, as the field that tells the next reader. RFC 8601 §2.2.
 *
 * @param server the authserv-id: whose word this is; believed only by those who know that nobody else could write it
 * @param results in the order in which they are told; none is written as {@code none}
 */
public record AuthenticationResults(String server, List<Result> results) {
    public static final String NAME = "Authentication-Results";

    public AuthenticationResults {
        results = List.copyOf(results);
    }

    /**
     * One method's word.
     *
     * @param method {@code spf}, {@code dkim}, … (IANA's Email Authentication Methods)
     * @param result {@code pass}, {@code fail}, …
     * @param reason a sentence for people
     */
    public record Result(String method, String result, Optional<String> reason, List<Property> properties) {
        public Result {
            properties = List.copyOf(properties);
        }

        public static Result of(String method, String result, Property... properties) {
            return new Result(method, result, Optional.empty(), List.of(properties));
        }

        public Result because(String why) {
            return new Result(method, result, Optional.of(why), properties);
        }

        /** The first value of the property, such as {@code header.d}. */
        public Optional<String> property(String type, String name) {
            return properties.stream()
                    .filter(p -> p.type().equalsIgnoreCase(type) && p.name().equalsIgnoreCase(name))
                    .map(Property::value)
                    .findFirst();
        }
    }

    /** What was looked at: {@code smtp.mailfrom=…}, {@code header.d=…}, {@code policy.iprev=…}. RFC 8601 §2.3. */
    public record Property(String type, String name, String value) {}

    /** Reads what stands behind the field's colon, folded or not. */
    public static Optional<AuthenticationResults> parse(byte[] value) {
        return new AuthenticationResultsParser(value).read();
    }

    /**
     * Whose results a field claims to be, however broken what follows is: enough to remove what pretends to be ours
     * (RFC 8601 §5).
     */
    public static Optional<String> serverOf(byte[] value) {
        return new AuthenticationResultsParser(value).server();
    }

    /** The whole field, folded, with its CRLF. */
    public byte[] toOctets() {
        StringBuilder field = new StringBuilder(256).append(NAME).append(": ");
        value(field);
        return field.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What stands behind the colon, folded: what an ARC set signs of it too (RFC 8617 §4.1.1). */
    public String value() {
        StringBuilder value = new StringBuilder(256);
        value(value);
        return value.toString();
    }

    private void value(StringBuilder field) {
        field.append(ValueText.written(server));
        if (results.isEmpty()) {
            field.append("; none"); // RFC 8601 §2.2: no-result
        }
        for (Result result : results) {
            field.append(";\r\n\t").append(result.method()).append('=').append(result.result());
            // A line of its own for a long reason: no line of ours nears RFC 5322 §2.1.1's 998 octets.
            result.reason().ifPresent(why -> field.append("\r\n\t reason=").append(ValueText.quoted(why)));
            for (Property property : result.properties()) {
                property(field, property);
            }
        }
    }

    private static void property(StringBuilder field, Property property) {
        String text = property.type() + '.' + property.name() + '=' + ValueText.written(property.value());
        boolean fits = field.length() - field.lastIndexOf("\n") + text.length() < 78; // RFC 5322 §2.1.1
        field.append(fits ? " " : "\r\n\t ").append(text);
    }
}
