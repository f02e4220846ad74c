package org.maillon.submit;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.AuthenticationResults;
import org.maillon.wire.message.AuthenticationResults.Property;
import org.maillon.wire.message.AuthenticationResults.Result;
import org.maillon.wire.message.HeaderField;

/** For a message of one of us: nobody else need vouch. What a client wrote in our name goes (RFC 8601 §5); who has logged in is said. */
final class OwnWordStage implements Stage {
    private final String server;
    private final Optional<Login> login;

    OwnWordStage(String server, Optional<Login> login) {
        this.server = server;
        this.login = login;
    }

    @Override
    public boolean removes(HeaderField field) {
        return isForged(field, server);
    }

    /** In our name, however broken it is; or in a name that we cannot read, which another reader may take for ours. */
    static boolean isForged(HeaderField field, String server) {
        return field.is(AuthenticationResults.NAME)
                && AuthenticationResults.serverOf(Bytes.utf8(field.value()).shared())
                        .map(server::equalsIgnoreCase)
                        .orElse(true);
    }

    @Override
    public Step pass(Taken message) {
        return new Step.Next(login.map(who -> message.with(message.handling().withField(field(who))))
                .orElse(message));
    }

    /** RFC 8601 §2.7.4. */
    private Bytes field(Login who) {
        Result auth = Result.of(
                "auth", "pass", new Property("smtp", "auth", who.address().toString()));
        return Bytes.wrap(new AuthenticationResults(server, List.of(auth)).toOctets());
    }
}
