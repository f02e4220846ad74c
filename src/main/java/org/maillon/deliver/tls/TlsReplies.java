package org.maillon.deliver.tls;

import org.maillon.wire.smtp.Reply;

/** What senders read where a way is not safe enough. */
public final class TlsReplies {
    private TlsReplies() {}

    /** RFC 3463 §3.8: X.7.5, a cryptographic failure. */
    static Reply notProven() {
        return Reply.of(451, "4.7.5", "The next server's certificate does not prove who it is");
    }

    /** RFC 5248 §2: X.7.10. */
    public static Reply notOffered() {
        return Reply.of(451, "4.7.10", "The next server offers no TLS, which this mail must not go without");
    }

    public static Reply failed() {
        return Reply.of(451, "4.7.5", "TLS with the next server failed, which this mail must not go without");
    }

    public static Reply injected() {
        return Reply.of(451, "4.7.5", "Somebody spoke between TLS and the next server's word that it begins");
    }

    static Reply daneUnknown() {
        return Reply.of(451, "4.7.5", "The signed DNS of the next server gives no answer just now");
    }

    static Reply daneMissing() {
        return Reply.of(
                451, "4.7.5", "The next server has no signed TLSA records, which this mail must not go without");
    }

    static Reply notInPolicy() {
        return Reply.of(451, "4.7.5", "The next server is none of those that its domain's MTA-STS policy names");
    }

    /** RFC 8689 §5: for good, since to wait would not change what a server can do. */
    public static Reply requireTls() {
        return Reply.of(
                550,
                "5.7.30",
                "REQUIRETLS: no server of the destination can give the protection that the" + " sender asks for");
    }
}
