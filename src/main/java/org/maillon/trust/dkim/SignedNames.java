package org.maillon.trust.dkim;

import java.util.ArrayList;
import java.util.List;

/**
 * Which fields we sign: those that say what a message is (RFC 6376 §5.4.1), as often as they are there. The first group once
 * more than that, so that nobody can add a second one (§8.15). Names are in lower case, as they are compared (§3.5, h=).
 */
public final class SignedNames {
    private static final List<String> SEALED_OFF = List.of(
            "from",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "reply-to",
            "in-reply-to",
            "references",
            "mime-version",
            "content-type",
            "content-transfer-encoding");

    private static final List<String> WHERE_PRESENT = List.of(
            "sender",
            "content-id",
            "content-description",
            "resent-date",
            "resent-from",
            "resent-to",
            "resent-cc",
            "resent-message-id",
            "list-id",
            "list-help",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "list-subscribe",
            "list-post",
            "list-owner",
            "list-archive",
            "auto-submitted",
            "feedback-id",
            "tls-required",
            "tls-report-domain",
            "tls-report-submitter");

    private SignedNames() {}

    static List<String> of(HeaderFields header) {
        List<String> names = new ArrayList<>();
        SEALED_OFF.forEach(name -> add(names, name, header.count(name) + 1));
        WHERE_PRESENT.forEach(name -> add(names, name, header.count(name)));
        return names;
    }

    /**
     * For a message that others wrote and that goes on from here: what is there, and no more, as the next may add to it; From
     * always, as a signature without it is none.
     */
    public static List<String> present(HeaderFields header) {
        List<String> names = new ArrayList<>();
        SEALED_OFF.forEach(name -> add(names, name, header.count(name)));
        WHERE_PRESENT.forEach(name -> add(names, name, header.count(name)));
        add(names, "dkim-signature", header.count("dkim-signature"));
        return names.isEmpty() ? List.of("from") : names;
    }

    private static void add(List<String> names, String name, int times) {
        for (int i = 0; i < times; i++) {
            names.add(name);
        }
    }
}
