package org.maillon.hosting;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** How people prove who they are. */
public record LogInSettings(
        @Setting(
                value = "",
                doc =
                        "SASL mechanisms offered, such as [\"PLAIN\", \"LOGIN\"]. Empty: SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN and LOGIN, with [[oidc]] OAUTHBEARER and XOAUTH2 too; with [[ldap]], no SCRAM.")
        List<String> mechanisms,

        @Setting(
                value = "false",
                doc =
                        "Whether AUTH is offered on listeners of role mx too, where other servers bring mail; on those of role submission it always is.")
        boolean onMx,

        @Setting(
                value = "12KiB",
                min = 1024,
                max = 65_536,
                doc = "The longest line of a log-in, CRLF included (RFC 4954 §4 wants 12288).")
        ByteSize line,

        @Setting(
                value = "3",
                min = 1,
                max = 100,
                doc = "Failed log-ins of one SMTP conversation until it is ended; POP3 has its own count.")
        int wrongPasswords,

        @Setting(
                value = "5m",
                max = 3600,
                doc =
                        "How long a password that was right spares the next log-in its argon2id. Kept is an HMAC under a key of this process; a changed or revoked password is not taken all the same; one that was changed in a directory of [[ldap]] is, for this long. 0s: not at all.")
        Duration rememberTime,

        @Setting(value = "10000", max = 10_000_000, doc = "Right passwords remembered at one time.")
        int rememberEntries) {}
