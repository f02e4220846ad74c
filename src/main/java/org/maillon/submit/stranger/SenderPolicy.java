package org.maillon.submit.stranger;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import org.maillon.hosting.id.ServerId;
import org.maillon.submit.Client;
import org.maillon.submit.SenderCheck;
import org.maillon.trust.spf.SpfEvaluator;
import org.maillon.trust.spf.SpfQuery;
import org.maillon.trust.spf.SpfResult;
import org.maillon.trust.spf.SpfSettings.OnFail;
import org.maillon.trust.spf.SpfVerdict;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

/**
 * SPF at MAIL. A fail alone refuses nothing unless somebody wants that: a message that was forwarded fails too, and DMARC,
 * which knows the signatures as well, decides at its end. But a domain that says that nothing of it ever sends mail is
 * taken at its word.
 */
public final class SenderPolicy implements SenderCheck {
    private final Strangers strangers;
    private final SpfEvaluator evaluator;
    private final OnFail onFail;
    private final Function<ServerId, String> names;

    /** @param names what each server of ours calls itself */
    public SenderPolicy(Strangers strangers, SpfEvaluator evaluator, OnFail onFail, Function<ServerId, String> names) {
        this.strangers = strangers;
        this.evaluator = evaluator;
        this.onFail = onFail;
        this.names = names;
    }

    @Override
    public Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters) {
        if (onFail == OnFail.IGNORE || !strangers.include(client)) {
            return Optional.empty();
        }
        SpfVerdict verdict = verdict(client, sender);
        boolean refused = verdict.result() == SpfResult.FAIL && (onFail == OnFail.REJECT || verdict.sendsNothing());
        return refused ? Optional.of(StrangerReplies.mayNotSend(verdict)) : Optional.empty();
    }

    SpfVerdict verdict(Client client, ReversePath sender) {
        InetAddress address = client.address();
        return evaluator.check(SpfQuery.of(address, client.greeting(), sender, names.apply(client.server())));
    }

    /** Whether the client speaks for the sender: by the word of the sender's domain, or because it is one of ours. */
    public boolean vouches(Client client, ReversePath sender) {
        return !strangers.include(client) || verdict(client, sender).passes();
    }
}
