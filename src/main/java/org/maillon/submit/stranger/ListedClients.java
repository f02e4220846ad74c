package org.maillon.submit.stranger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.submit.Client;
import org.maillon.submit.RecipientCheck;
import org.maillon.trust.dnslist.DnsLists;
import org.maillon.trust.dnslist.ListVerdict;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Reply;

/**
 * DNS lists at RCPT, when it is known who would have got the message: postmaster hears also those who are on a list, for
 * how else would they say that it is wrong (RFC 5321 §4.5.1).
 */
public final class ListedClients implements RecipientCheck {
    private final Strangers strangers;
    private final DnsLists lists;

    public ListedClients(Strangers strangers, DnsLists lists) {
        this.strangers = strangers;
        this.lists = lists;
    }

    @Override
    public Optional<Reply> check(Client client, ReversePath sender, Address recipient) {
        if (!strangers.include(client) || recipient.localPart().equalsIgnoreCase("postmaster")) {
            return Optional.empty();
        }
        ListVerdict verdict = verdict(client, sender);
        return lists.refuses(verdict) ? verdict.gravest().map(StrangerReplies::listed) : Optional.empty();
    }

    ListVerdict verdict(Client client, ReversePath sender) {
        List<String> domains = new ArrayList<>(List.of(client.greeting()));
        if (sender instanceof ReversePath.Sender(Address address)) {
            domains.addFirst(address.domain().toString());
        }
        return lists.check(client.address(), domains);
    }
}
