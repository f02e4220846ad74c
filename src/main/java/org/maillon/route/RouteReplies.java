package org.maillon.route;

import org.maillon.wire.smtp.Reply;

/** What senders are told where a route leads to no server. */
final class RouteReplies {
    private RouteReplies() {}

    /** RFC 7505 §4.1. */
    static Reply takesNoMail(String domain) {
        return Reply.of(556, "5.1.10", domain + " takes no mail (it has a null MX). Check the address.");
    }

    static Reply noSuchDomain(String domain) {
        return Reply.of(550, "5.1.2", "There is no domain " + domain + ". Check the part behind the @.");
    }

    static Reply noMailServer(String domain) {
        return Reply.of(
                550,
                "5.1.2",
                domain + " has no mail server: neither an MX nor an address. Check the part behind the @.");
    }

    /** RFC 3463 §3.5: X.4.4, an MX that points to nothing. */
    static Reply unreachable(String domain) {
        return Reply.of(
                550,
                "5.4.4",
                "None of the mail servers that " + domain + " names has an address we may use. Its administrator must"
                        + " mend the MX records.");
    }

    /** RFC 3463 §3.5: X.4.6, a routing loop. */
    static Reply loop(String domain) {
        return Reply.of(
                554,
                "5.4.6",
                "Mail for " + domain + " leads back to this server, which does not host it. Add the domain here, or"
                        + " mend its MX records.");
    }

    static Reply notNow(String name) {
        return Reply.of(451, "4.4.3", "DNS gives no answer for " + name + " just now. It will be asked again.");
    }
}
