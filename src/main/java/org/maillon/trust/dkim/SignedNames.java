package org.maillon.trust.dkim;

import java.util.ArrayList;
import java.util.List;
import org.maillon.kernel.Ascii;

/**
 * Which fields we sign: those that say what a message is (RFC 6376 §5.4.1), as often as they are there. The first group once
 * more than that, so that nobody can add a second one (§8.15).
 */
public final class SignedNames {
    private static final List<String> SEALED_OFF = List.of(
            "From",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding");

    private static final List<String> WHERE_PRESENT = List.of(
            "Sender",
            "Content-ID",
            "Content-Description",
            "Resent-Date",
            "Resent-From",
            "Resent-To",
            "Resent-Cc",
            "Resent-Message-ID",
            "List-Id",
            "List-Help",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Subscribe",
            "List-Post",
            "List-Owner",
            "List-Archive",
            "Auto-Submitted",
            "Feedback-ID",
            "TLS-Required",
            "TLS-Report-Domain",
            "TLS-Report-Submitter");

    private SignedNames() {}

    static List<String> of(HeaderFields header) {
        List<String> names = new ArrayList<>();
        SEALED_OFF.forEach(name -> add(names, name, count(header, name) + 1));
        WHERE_PRESENT.forEach(name -> add(names, name, count(header, name)));
        return names;
    }

    /**
     * For a message that others wrote and that goes on from here: what is there, and no more, as the next may add to it; From
     * always, as a signature without it is none.
     */
    public static List<String> present(HeaderFields header) {
        List<String> names = new ArrayList<>();
        SEALED_OFF.forEach(name -> add(names, name, count(header, name)));
        WHERE_PRESENT.forEach(name -> add(names, name, count(header, name)));
        add(names, "DKIM-Signature", count(header, "DKIM-Signature"));
        return names.isEmpty() ? List.of("From") : names;
    }

    private static int count(HeaderFields header, String name) {
        return header.count(Ascii.lower(name));
    }

    private static void add(List<String> names, String name, int times) {
        for (int i = 0; i < times; i++) {
            names.add(name);
        }
    }
}
