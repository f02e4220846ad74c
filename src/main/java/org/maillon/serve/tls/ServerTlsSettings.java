package org.maillon.serve.tls;

import java.time.Duration;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** What holds for TLS on all listeners. */
public record ServerTlsSettings(
        @Setting(
                value = "true",
                doc = "Whether TLS 1.2 is spoken beside TLS 1.3. Many servers that send mail still need it.")
        boolean tls12,

        @Setting(value = "10s", min = 1, max = 300, doc = "Time for a whole handshake.")
        Duration handshakeTime,

        @Setting(
                value = "64KiB",
                min = 4096,
                doc = "Octets that a client may send in a handshake; its certificates are the largest part.")
        ByteSize handshakeOctets,

        @Setting(
                value = "1d",
                min = 1,
                max = 604_800,
                doc =
                        "How long a client may come back to a session without a full handshake (RFC 8446 §2.2: a week at most).")
        Duration sessionTime,

        @Setting(value = "30s", min = 1, doc = "How often the files of certificates are looked at for changes.")
        Duration watchEvery,

        @Setting(
                value = "",
                doc =
                        "A PEM file of the authorities whose client certificates are believed, for listeners that ask for them;"
                                + " relative to this file's folder. Empty: the authorities that the JDK trusts.")
        String clientAuthorities) {}
