package org.maillon.submit.stranger;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.maillon.dns.Resolver;
import org.maillon.submit.Client;
import org.maillon.submit.RecipientCheck;
import org.maillon.submit.stranger.GreylistSettings.When;
import org.maillon.trust.ReverseVerdict;
import org.maillon.trust.spf.SpfVerdict;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Reply;

/**
 * Greylisting, RFC 6647: a stranger for whom nobody speaks is asked to come back. Mail servers do; what is sent from
 * broken-into machines mostly does not. It is on for those alone, because all others would wait for nothing: most mail
 * comes from servers whose domains name them by SPF, and whoever has come back once is known, its network with it.
 */
public final class Greylist implements RecipientCheck {
    private final Strangers strangers;
    private final Word word;
    private final Acquaintances acquaintances;
    private final GreylistSettings settings;

    /** Those who may speak for a client. */
    public record Word(SenderPolicy policy, ListedClients lists, Resolver resolver) {}

    public Greylist(Strangers strangers, Word word, Acquaintances acquaintances, GreylistSettings settings) {
        this.strangers = strangers;
        this.word = word;
        this.acquaintances = acquaintances;
        this.settings = settings;
    }

    @Override
    public Optional<Reply> check(Client client, ReversePath sender, Address recipient) {
        boolean exempt = settings.when() == When.OFF
                || !strangers.include(client)
                || acquaintances.knowsNetwork(client.address())
                || isVouchedFor(client, sender);
        if (exempt) {
            return Optional.empty();
        }
        Optional<Duration> wait = acquaintances.wait(client.address(), sender, recipient);
        if (wait.isEmpty()) {
            acquaintances.met(client.address(), domainThatPasses(client, sender));
        }
        return wait.map(StrangerReplies::comeBack);
    }

    private boolean isVouchedFor(Client client, ReversePath sender) {
        if (word.lists().verdict(client, sender).vouches()) {
            return true;
        }
        Optional<String> domain = domainThatPasses(client, sender);
        return switch (settings.when()) {
            case OFF -> true;
            case UNVOUCHED -> domain.isPresent() || saysItsOwnName(client);
            case ALWAYS -> domain.filter(acquaintances::knowsDomain).isPresent();
        };
    }

    private Optional<String> domainThatPasses(Client client, ReversePath sender) {
        SpfVerdict verdict = word.policy().verdict(client, sender);
        return verdict.passes() ? Optional.of(verdict.domain().toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** Somebody who set it up gave its address a name, the name that address, and told it. */
    private boolean saysItsOwnName(Client client) {
        InetAddress address = client.address();
        return ReverseVerdict.of(address, word.resolver())
                .confirmedName()
                .filter(client.greeting()::equalsIgnoreCase)
                .isPresent();
    }
}
