package org.maillon.submit;

import java.util.List;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** What may be sent, and by whom. The table {@code [submit]}. */
public record SubmitSettings(
        @Setting(
                value = "127.0.0.0/8, ::1",
                doc =
                        "Networks whose clients may send to other servers' domains; everyone may send to ours. Of these clients"
                                + " and of who has logged in, and of nobody else, is nothing asked that guards against strangers:"
                                + " no SPF, DKIM, DMARC, DNS list, greylist or limit of strangers. Without loopback in it, a"
                                + " program on this machine is a stranger too.")
        List<String> relayFrom,

        @Setting(
                value = "50MiB",
                min = 65_536,
                doc = "The largest message taken (RFC 1870; RFC 5321 §4.5.3.1.7 wants 64 KiB at least).")
        ByteSize maxMessageSize,

        @Setting(
                value = "100",
                min = 10,
                max = 1000,
                doc = "Received fields a message may bring before it is taken for one that loops (RFC 5321 §6.3).")
        int maxHops,

        @Setting(value = "256KiB", min = 4096, doc = "The largest header taken.")
        ByteSize maxHeaderSize,

        @Setting(value = "1000", min = 50, doc = "The most header fields taken.")
        int maxHeaderFields) {}
