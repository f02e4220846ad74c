package org.maillon.wire.smtp.client;

/**
 * How much of a peer's reply is listened to.
 *
 * @param lineLength octets of one line, its end included; RFC 5321 §4.5.3.1.5 allows a peer 512, many send more
 * @param lines lines of one reply
 * @param bareLineFeed whether a line may end in LF alone, which RFC 5321 §2.3.8 forbids
 */
public record ReplyLimits(int lineLength, int lines, boolean bareLineFeed) {
    public static final ReplyLimits STRICT = new ReplyLimits(2048, 128, false);
}
