package org.maillon.verify;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** How far verification looks, and how long it remembers. */
public record VerifySettings(
        @Setting(
                value = "10",
                doc =
                        "Most MX hosts of a domain that are asked for an address before the domain counts as having none.",
                min = 1,
                max = 100)
        int maxMxHosts,

        @Setting(
                value = "true",
                doc = "Whether the server that would take the mail is asked about a recipient before we take it: by MX,"
                        + " and along routes for a domain.")
        boolean askRecipients,

        @Setting(
                value = "false",
                doc = "Whether the server of a route for '*' is asked too; a smarthost mostly takes every name.")
        boolean askSmarthosts,

        @Setting(
                value = "false",
                doc =
                        "Whether the server of an incoming sender is asked about it, where the sender's domain does not vouch for"
                                + " the client by SPF. Off: it asks much of others, forged senders would make us ask their"
                                + " victims, and some take it for abuse.")
        boolean askSenders,

        @Setting(
                value = "5s",
                doc = "How long a client is kept waiting at RCPT or MAIL for another server's word.",
                min = 0,
                max = 240)
        Duration patience,

        @Setting(
                value = "go-on",
                doc = "What becomes of an address about which its server gives no word in time, or none that is clear:"
                        + " go-on takes the mail, try-later answers 450.")
        Undecided undecided,

        @Setting(value = "24h", doc = "How long we remember that an address exists.", min = 1)
        Duration positive,

        @Setting(value = "2h", doc = "How long we remember that an address does not exist.", min = 1)
        Duration negative,

        @Setting(
                value = "7d",
                doc = "How long we remember whether a domain takes every name, or tells them apart.",
                min = 1)
        Duration acceptsAll,

        @Setting(
                value = "1m",
                doc = "How long an address is left in peace whose server gave no clear word, or a domain whose servers"
                        + " could not be asked.",
                min = 1,
                max = 86_400)
        Duration unclear,

        @Setting(
                value = "100000",
                doc = "Verdicts held in memory, at most; more are in the data folder.",
                min = 1,
                max = 10_000_000)
        int remembered,

        @Setting(
                value = "1000000",
                doc = "Verdicts held in the data folder, at most; beyond, new ones are in memory only. Counted by and"
                        + " by, so after a start it may be some more for a while.",
                min = 1,
                max = 1_000_000_000)
        int maxStored,

        @Setting(
                value = "1000",
                doc = "Addresses that are being asked about at one time, at most, those waiting for DNS among them;"
                        + " beyond, an address is not asked about.",
                min = 1,
                max = 1_000_000)
        int mostQuestions) {
    /** What becomes of a recipient whose existence no server confirms or denies. */
    public enum Undecided {
        GO_ON,
        TRY_LATER
    }
}
