package org.maillon.deliver.remote;

import java.time.Duration;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;
import org.maillon.wire.smtp.client.ReplyLimits;

/** How mail is handed to other servers. */
public record RemoteSettings(
        @Setting(
                value = "5",
                doc =
                        "How many servers (hosts and their addresses) one attempt tries, at most (RFC 5321 §5.1 wants two).",
                min = 1,
                max = 100)
        int serversPerAttempt,

        @Setting(
                value = "100",
                doc =
                        "How many recipients one transaction names, at most, where the server does not say how many it takes"
                                + " (RFC 9422 RCPTMAX); every server takes 100 (RFC 5321 §4.5.3.1.8).",
                min = 1,
                max = 10_000)
        int recipientsPerTransaction,

        @Setting(
                value = "5m",
                doc =
                        "How long an address that could not be reached is tried after the others of its domain (RFC 5321 §4.5.4.1).")
        Duration unreachedFor,

        @Setting(value = "10000", doc = "How many such addresses are remembered.", max = 1_000_000)
        int unreachedMost,

        @Setting(
                value = "just-send",
                doc = "What becomes of an 8-bit message where the server does not offer 8BITMIME: just-send, or strict,"
                        + " which fails it as RFC 6152 §3 has it.")
        EightBit eightBitMime,

        @Setting(
                value = "when-offered",
                doc =
                        "Whether bodies go by BDAT (RFC 3030): when-offered, or when-needed, which is for BINARYMIME only.")
        Chunking chunking,

        @Setting(
                value = "2048B",
                doc = "The longest line of a reply that is listened to (RFC 5321 §4.5.3.1.5 allows servers 512).",
                min = 512,
                max = 65_536)
        ByteSize replyLine,

        @Setting(value = "128", doc = "The most lines of one reply that are listened to.", min = 16, max = 10_000)
        int replyLines,

        @Setting(value = "false", doc = "Whether a server may end its lines in LF alone (RFC 5321 §2.3.8 forbids it).")
        boolean bareLineFeedInReplies) {

    /** RFC 6152 §3 says: convert or fail. We do not convert; nearly every server takes 8 bits whether it says so or not. */
    public enum EightBit {
        JUST_SEND,
        STRICT
    }

    /** When BDAT is used. */
    public enum Chunking {
        WHEN_OFFERED,
        WHEN_NEEDED
    }

    ReplyLimits replyLimits() {
        return new ReplyLimits((int) replyLine.octets(), replyLines, bareLineFeedInReplies);
    }
}
