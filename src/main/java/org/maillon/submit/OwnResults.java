package org.maillon.submit;

import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.AuthenticationResults;
import org.maillon.wire.message.HeaderField;

/**
 * Which Authentication-Results count as ours, whoever wrote them. RFC 8601 §5: those in any name under which a server here
 * adds its own, for whoever reads the mail of one server may trust another's too.
 *
 * @param nameOf what a server calls itself in the fields it adds
 * @param all every name of every server here
 */
public record OwnResults(Function<ServerId, String> nameOf, Supplier<Set<String>> all) {
    /** In our name, however broken it is; or in a name that we cannot read, which another reader may take for ours. */
    boolean are(HeaderField field) {
        return field.is(AuthenticationResults.NAME)
                && AuthenticationResults.serverOf(Bytes.utf8(field.value()).shared())
                        .map(this::isOurs)
                        .orElse(true);
    }

    private boolean isOurs(String server) {
        String lower = withoutLastDot(server.toLowerCase(Locale.ROOT));
        return all.get().stream().anyMatch(lower::equalsIgnoreCase);
    }

    private static String withoutLastDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
