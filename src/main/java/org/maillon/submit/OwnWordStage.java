package org.maillon.submit;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.AuthenticationResults;
import org.maillon.wire.message.AuthenticationResults.Property;
import org.maillon.wire.message.AuthenticationResults.Result;
import org.maillon.wire.message.HeaderField;

/**
 * For a message of one of us: nobody else need vouch. What a client wrote in our name goes (RFC 8601 §5). Who has logged in
 * is said where that is wanted: it tells strangers a log-in name.
 */
final class OwnWordStage implements Stage {
    private final OwnResults ours;
    private final String server;
    private final Optional<Login> login;
    private final boolean tells;

    /** @param tells whether the message itself says who has logged in */
    OwnWordStage(OwnResults ours, String server, Optional<Login> login, boolean tells) {
        this.ours = ours;
        this.server = server;
        this.login = login;
        this.tells = tells;
    }

    @Override
    public boolean removes(HeaderField field) {
        return ours.are(field);
    }

    @Override
    public Step pass(Taken message) {
        return new Step.Next(
                login.map(who -> message.with(handled(message.handling(), who))).orElse(message));
    }

    private Handling handled(Handling handling, Login who) {
        Handling told = handling.saying("logged in as " + who.address() + " with " + who.mechanism());
        return tells ? told.withField(field(who)) : told;
    }

    /** RFC 8601 §2.7.4. */
    private Bytes field(Login who) {
        Result auth = Result.of(
                "auth", "pass", new Property("smtp", "auth", who.address().toString()));
        return Bytes.wrap(new AuthenticationResults(server, List.of(auth)).toOctets());
    }
}
