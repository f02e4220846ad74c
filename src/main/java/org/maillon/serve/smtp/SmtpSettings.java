package org.maillon.serve.smtp;

import java.time.Duration;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** Bounds and habits of the SMTP server. The message's own bounds belong to submit. */
public record SmtpSettings(
        @Setting(
                value = "2KiB",
                min = 512,
                max = 65_536,
                doc =
                        "The longest command line, CRLF included (RFC 5321 §4.5.3.1.4 wants 512 and more for extensions).")
        ByteSize commandLine,

        @Setting(
                value = "64KiB",
                min = 1000,
                max = 16_777_216,
                doc =
                        "The longest line of a message, CRLF included. RFC 5321 §4.5.3.1.6 promises 1000; real mail goes beyond, and is passed on as it is.")
        ByteSize textLine,

        @Setting(
                value = "1000",
                min = 100,
                max = 100_000,
                doc =
                        "Recipients of one message (RFC 5321 §4.5.3.1.8 wants 100 at least); the sender brings the rest in another.")
        int maxRecipients,

        @Setting(
                value = "0",
                max = 999_999,
                doc =
                        "Messages begun in one conversation; the client brings the rest in another. Said as MAILMAX (RFC 9422"
                                + " §4.1); 0: no bound.")
        int maxMessages,

        @Setting(
                value = "20",
                min = 1,
                doc = "Commands in error until the conversation is ended; a message taken begins the count anew.")
        int maxErrors,

        @Setting(
                value = "100",
                min = 10,
                doc =
                        "Commands that bring no message forward (NOOP, RSET, HELP, EHLO, VRFY, EXPN) until the conversation is ended; a message taken begins the count anew.")
        int maxIdleCommands,

        @Setting(
                value = "1000",
                min = 1,
                doc =
                        "Recipients refused until the conversation is ended: who tries names finds few. A message taken begins the count anew.")
        int maxRefusedRecipients,

        @Setting(value = "5m", min = 1, doc = "Time for one whole command line (RFC 5321 §4.5.3.2.7 wants 5 minutes).")
        Duration commandTime,

        @Setting(
                value = "5m",
                min = 1,
                doc = "Time until the next octets of a message's text (RFC 5321 §4.5.3.2.5 gives clients 3 minutes).")
        Duration dataTime,

        @Setting(value = "1h", min = 1, doc = "Time for one whole message, from MAIL to its end.")
        Duration messageTime,

        @Setting(
                value = "true",
                doc = "Whether a space passes behind FROM: and TO:, which RFC 5321 §3.3 forbids and people type.")
        boolean spaceAfterColon,

        @Setting(
                value = "neutral",
                doc =
                        "What VRFY gets: neutral (252, neither yes nor no), answer (as RCPT would, RFC 5321 §3.5), or refuse (502).")
        VrfyPolicy vrfy,

        @Setting(
                value = "25",
                min = 1,
                max = 90,
                doc =
                        "How much of the heap, in percent, the messages may take that are on their way in at one time, 256 KiB each; the next client is told to try again (451).")
        int bodyHeapPercent,

        @Setting(
                value = "1s",
                max = 60,
                doc =
                        "How long strangers wait for the greeting, on ports that everybody may use; who speaks meanwhile is sent"
                                + " away (554), for mail servers do not (RFC 5321 §4.3.1). Not for loopback, the networks of"
                                + " relay-from, and networks known to [greylist]; 0s: nobody waits.")
        Duration greetingDelay) {

    /** RFC 5321 §7.3: answering helps people, and those who harvest addresses. */
    public enum VrfyPolicy {
        NEUTRAL,
        ANSWER,
        REFUSE
    }
}
