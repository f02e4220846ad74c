package org.maillon.verify;

import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/**
 * What a client is told about an address that failed verification, before it sends the body. One catalogue, for
 * recipients and for senders: the enhanced codes differ (RFC 3463 §3.2, RFC 7505 §4).
 */
public final class VerifyReplies {
    private VerifyReplies() {}

    /** Empty: the recipient may pass. */
    public static Optional<Reply> recipient(Address address, Verdict verdict) {
        return switch (verdict.finding()) {
            case Verdict.Finding.Exists _, Verdict.Finding.AcceptsAll _ -> Optional.empty();
            case Verdict.Finding.DoesNotExist(Verdict.Reason reason) -> Optional.of(noRecipient(address, reason));
            case Verdict.Finding.Unknown(var _, boolean temporary) ->
                temporary ? Optional.of(recipientNotNow(address)) : Optional.empty();
        };
    }

    /** Empty: the sender may pass. */
    public static Optional<Reply> sender(Address address, Verdict verdict) {
        return switch (verdict.finding()) {
            case Verdict.Finding.Exists _, Verdict.Finding.AcceptsAll _ -> Optional.empty();
            case Verdict.Finding.DoesNotExist(Verdict.Reason reason) -> Optional.of(noSender(address, reason));
            case Verdict.Finding.Unknown(var _, boolean temporary) ->
                temporary ? Optional.of(senderNotNow(address)) : Optional.empty();
        };
    }

    private static Reply noRecipient(Address address, Verdict.Reason reason) {
        return switch (reason) {
            case NO_SUCH_MAILBOX ->
                Reply.of(550, "5.1.1", "There is no mailbox " + address + " here. Check the part before the @.");
            case NO_SUCH_DOMAIN ->
                Reply.of(550, "5.1.2", "There is no domain " + address.domain() + ". Check the part behind the @.");
            case NO_MAIL_SERVER ->
                Reply.of(
                        550,
                        "5.1.2",
                        address.domain() + " has no mail server that could take this. Check the part behind the @.");
            case NULL_MX -> // RFC 7505 §4.1
                Reply.of(556, "5.1.10", address.domain() + " takes no mail (it has a null MX). Check the address.");
        };
    }

    private static Reply noSender(Address address, Verdict.Reason reason) {
        return switch (reason) {
            case NO_SUCH_MAILBOX ->
                Reply.of(
                        550,
                        "5.1.8",
                        "The sender " + address + " does not exist here. Send with an address that you own.");
            case NO_SUCH_DOMAIN ->
                Reply.of(
                        550,
                        "5.1.8",
                        "The sender's domain " + address.domain() + " does not exist, so no reply could reach it."
                                + " Send with an address that takes mail.");
            case NO_MAIL_SERVER ->
                Reply.of(
                        550,
                        "5.1.8",
                        "The sender's domain " + address.domain() + " has no mail server, so no reply could reach it."
                                + " Send with an address that takes mail.");
            case NULL_MX -> // RFC 7505 §4.2
                Reply.of(
                        550,
                        "5.7.27",
                        "The sender's domain " + address.domain() + " takes no mail (it has a null MX)."
                                + " Send with an address that does.");
        };
    }

    private static Reply recipientNotNow(Address address) {
        return Reply.of(
                451, "4.4.3", "DNS gives no answer for " + address.domain() + " just now. Try again in a few minutes.");
    }

    private static Reply senderNotNow(Address address) {
        return Reply.of(
                450,
                "4.1.8",
                "DNS gives no answer for the sender's domain " + address.domain()
                        + " just now. Try again in a few minutes.");
    }
}
