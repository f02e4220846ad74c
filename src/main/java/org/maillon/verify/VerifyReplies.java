package org.maillon.verify;

import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/**
 * What a client is told about an address that failed verification, before it sends the body. One catalogue, for
 * recipients and for senders: the enhanced codes differ (RFC 3463 §3.2, RFC 7505 §4).
 */
public final class VerifyReplies {
    private static final int LONGEST_QUOTE = 300;

    private VerifyReplies() {}

    /** Empty: the recipient may pass. */
    public static Optional<Reply> recipient(Address address, Verdict verdict) {
        return switch (verdict.finding()) {
            case Verdict.Finding.Exists _, Verdict.Finding.AcceptsAll _ -> Optional.empty();
            case Verdict.Finding.DoesNotExist(Verdict.Reason reason) ->
                Optional.of(verdict.said()
                        .map(said -> noRecipient(address, reason, verdict.by(), said))
                        .orElseGet(() -> noRecipient(address, reason)));
            case Verdict.Finding.Unknown(var _, Verdict.Then then) ->
                switch (then) {
                    case GO_ON -> Optional.empty();
                    case DNS_LATER -> Optional.of(recipientNotNow(address));
                    case DIRECTORY_LATER -> Optional.of(directorySilent(address));
                    case SERVER_LATER -> Optional.of(recipientUnclear(address, verdict));
                };
        };
    }

    /** Empty: the sender may pass. */
    public static Optional<Reply> sender(Address address, Verdict verdict) {
        return switch (verdict.finding()) {
            case Verdict.Finding.Exists _, Verdict.Finding.AcceptsAll _ -> Optional.empty();
            case Verdict.Finding.DoesNotExist(Verdict.Reason reason) ->
                Optional.of(verdict.said()
                        .map(said -> noSender(address, verdict.by(), said))
                        .orElseGet(() -> noSender(address, reason)));
            case Verdict.Finding.Unknown(var _, Verdict.Then then) ->
                switch (then) {
                    case GO_ON -> Optional.empty();
                    case DNS_LATER -> Optional.of(senderNotNow(address));
                    case DIRECTORY_LATER -> Optional.of(directorySilent(address));
                    case SERVER_LATER -> Optional.of(senderUnclear(address, verdict));
                };
        };
    }

    /** Who said what: the client's person may know that server's words, or its postmaster. */
    private static Reply noRecipient(Address address, Verdict.Reason reason, String server, Reply said) {
        String sentence = quote(address, server, said);
        return switch (reason) {
            case NO_SUCH_MAILBOX -> Reply.of(550, "5.1.1", sentence);
            case MAILBOX_CLOSED -> Reply.of(550, "5.2.1", sentence);
            case NO_SUCH_DOMAIN, NO_MAIL_SERVER -> Reply.of(550, "5.1.2", sentence);
            case NULL_MX -> Reply.of(556, "5.1.10", sentence);
        };
    }

    private static String quote(Address address, String server, Reply said) {
        String words = said.toString();
        return "<" + address + ">: " + server + " says: "
                + (words.length() <= LONGEST_QUOTE ? words : words.substring(0, LONGEST_QUOTE) + "...");
    }

    private static Reply noRecipient(Address address, Verdict.Reason reason) {
        return switch (reason) {
            case NO_SUCH_MAILBOX ->
                Reply.of(550, "5.1.1", "There is no mailbox " + address + " here. Check the part before the @.");
            case MAILBOX_CLOSED -> Reply.of(550, "5.2.1", "The mailbox " + address + " takes no mail any more.");
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

    private static Reply noSender(Address address, String server, Reply said) {
        return Reply.of(
                550,
                "5.1.8",
                "No reply could reach the sender " + quote(address, server, said)
                        + " - Send with an address that takes mail.");
    }

    private static Reply noSender(Address address, Verdict.Reason reason) {
        return switch (reason) {
            case NO_SUCH_MAILBOX, MAILBOX_CLOSED ->
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

    private static Reply recipientUnclear(Address address, Verdict verdict) {
        return Reply.of(450, "4.1.1", unclear(address, verdict) + " Try again in a few minutes.");
    }

    private static Reply senderUnclear(Address address, Verdict verdict) {
        return Reply.of(450, "4.1.8", "The sender " + unclear(address, verdict) + " Try again in a few minutes.");
    }

    private static String unclear(Address address, Verdict verdict) {
        return verdict.said()
                .map(said -> quote(address, verdict.by(), said))
                .orElseGet(() -> "<" + address + "> could not be confirmed by its server.");
    }

    /** RFC 3463 §3.5: X.4.3 is a directory server's failure. */
    private static Reply directorySilent(Address address) {
        return Reply.of(
                451,
                "4.4.3",
                "The directory that knows the people of " + address.domain() + " gives no answer about " + address
                        + " just now. Try again in a few minutes.");
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
