package org.maillon.web.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.maillon.kernel.Bytes;

/**
 * A request that can be read.
 *
 * @param method as it was sent
 * @param host from the Host field, lower case and without its port
 * @param query names to values; of a name that is there twice the first counts
 * @param fields all values of a header field by its name, in order
 * @param body read when it is asked for; never larger than {@code body-size}
 */
public record Request(
        String method,
        String host,
        Map<String, String> query,
        Client client,
        Function<String, List<String>> fields,
        Supplier<Bytes> body) {
    public Optional<String> field(String name) {
        return fields.apply(name).stream().findFirst();
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A browser was made to ask for a change by a page that is not ours: the password in it is no sign of its owner's will. */
    public boolean isForeign() {
        return !method.equals("GET") && !method.equals("HEAD") && Origins.areForeign(this);
    }
}
