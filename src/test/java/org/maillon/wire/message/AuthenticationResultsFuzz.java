package org.maillon.wire.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** What is read of a stranger's results is written so that it reads as the same, in one field, in short lines. */
public final class AuthenticationResultsFuzz {
    private static final int NAME = AuthenticationResults.NAME.length() + 1;

    private AuthenticationResultsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Optional<AuthenticationResults> read = AuthenticationResults.parse(input);
        read.ifPresent(results -> Claim.that(
                AuthenticationResults.serverOf(input)
                        .filter(results.server()::equals)
                        .isPresent(),
                "another server was read"));
        read.ifPresent(AuthenticationResultsFuzz::written);
    }

    private static void written(AuthenticationResults results) {
        String field = Octets.latin(results.toOctets());
        for (String line : field.lines().toList()) {
            Claim.that(line.length() < 998 && line.indexOf('\n') < 0 && line.indexOf('\r') < 0, "a line '%s'", line);
        }
        int folds = field.split("\r\n", -1).length - 1;
        Claim.that(folds == 1 + field.split("\r\n\t", -1).length - 1, "more than one field");
        byte[] value = field.substring(NAME).getBytes(StandardCharsets.ISO_8859_1);
        AuthenticationResults again = AuthenticationResults.parse(value)
                .orElseThrow(() -> new AssertionError("what was written does not read: " + field));
        Claim.that(again.results().size() == results.results().size(), "results came or went");
        Claim.same(Octets.latin(again.toOctets()), field, "written once more"); // what was cut or replaced stays so
    }
}
