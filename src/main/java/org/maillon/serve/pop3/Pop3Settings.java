package org.maillon.serve.pop3;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** Bounds of POP3 sessions. */
public record Pop3Settings(
        @Setting(
                value = "10m",
                min = 600,
                doc =
                        "How long a client may send no command before the session ends and deletes nothing; RFC 1939 §3 wants ten minutes or more.")
        Duration idleTime,

        @Setting(
                value = "512",
                min = 255,
                max = 8192,
                doc = "Octets in a command line, CRLF included; RFC 2449 §4 wants 255 or more.")
        int commandOctets,

        @Setting(value = "3", min = 1, doc = "Wrong passwords in one session before it is closed.")
        int wrongPasswords,

        @Setting(value = "2s", doc = "How long the answer to a wrong password is held back.")
        Duration wrongPasswordPause,

        @Setting(
                value = "25",
                min = 1,
                doc =
                        "Commands of one session that are refused as unknown, malformed or out of place before it is closed.")
        int errors,

        @Setting(
                value = "1000000",
                min = 1,
                max = 50_000_000,
                doc =
                        "Messages one session shows, the oldest first; the rest follows in the next session. Each takes twelve octets of memory.")
        int messages) {}
