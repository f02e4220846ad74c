package org.maillon.trust.spf;

import java.net.InetAddress;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;

/**
 * May this client speak for this sender? RFC 7208 §4.1.
 *
 * @param helo what it called itself
 * @param sender of MAIL, without brackets; empty for the null reverse-path
 * @param receiver our own name, for explanations
 */
public record SpfQuery(InetAddress address, String helo, String sender, String receiver) {
    private static final String POSTMASTER = "postmaster";

    public static SpfQuery of(InetAddress address, String helo, ReversePath sender, String receiver) {
        return switch (sender) {
            case ReversePath.Null _ -> new SpfQuery(address, helo, "", receiver);
            case ReversePath.Sender(Address(String local, var domain)) ->
                new SpfQuery(address, helo, local + "@" + domain, receiver);
        };
    }

    SpfIdentity identity() {
        return sender.isEmpty() ? SpfIdentity.HELO : SpfIdentity.MAIL_FROM;
    }

    /** RFC 7208 §4.3: postmaster, where there is none. */
    String localPart() {
        int at = sender.lastIndexOf('@');
        return at <= 0 ? POSTMASTER : sender.substring(0, at);
    }

    String domain() {
        return Targets.withoutLastDot(sender.isEmpty() ? helo : sender.substring(sender.lastIndexOf('@') + 1));
    }
}
