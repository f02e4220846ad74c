package org.maillon.wire.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** English. */
final class EnglishTexts implements Texts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEEE, d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Override
    public String mailSystem() {
        return "Mail Delivery System";
    }

    @Override
    public String subject(DeliveryReport.Kind kind, String whom) {
        String what = switch (kind) {
            case FAILED -> "Not delivered: ";
            case MIXED -> "Not delivered to all: ";
            case DELAYED -> "Delayed: ";
            case DELIVERED -> "Delivered: ";
            case HANDED_ON -> "Handed on: ";
        };
        return what + "your message to " + whom;
    }

    @Override
    public String recipients(int count) {
        return count + " recipients";
    }

    @Override
    public String preamble() {
        return "This is a report in MIME format about a message you sent.";
    }

    @Override
    public String greeting(String host) {
        return "This is the mail server " + host + ".";
    }

    @Override
    public String opening(DeliveryReport.Kind kind, boolean several, Instant retriedUntil) {
        String below = several ? "the recipients below" : "the recipient below";
        return switch (kind) {
            case FAILED -> "Your message could not be delivered to " + below + ", and will not be tried again.";
            case MIXED -> "Your message reached some recipients and not others; below is what happened for each.";
            case DELAYED ->
                "Your message has not reached " + below + " yet. You need not do anything: it will be tried until "
                        + TIME.format(retriedUntil) + ", and you will be told if it does not arrive.";
            case DELIVERED, HANDED_ON -> "You asked to be told what becomes of your message; here it is.";
        };
    }

    @Override
    public String delivered() {
        return "It is in the mailbox.";
    }

    @Override
    public String relayed() {
        return "It was handed to the next server, which does not tell what becomes of it.";
    }

    @Override
    public String expanded() {
        return "The address stands for several recipients. It went on to each of them; you will hear of those whom it"
                + " does not reach.";
    }

    @Override
    public String happened(Cause cause) {
        return switch (cause) {
            case NO_SUCH_MAILBOX -> "There is no mailbox with this address.";
            case NO_SUCH_DOMAIN -> "There is no mail server for the domain of this address.";
            case TAKES_NO_MAIL -> "The domain of this address takes no mail.";
            case BAD_ADDRESS -> "The recipient's server cannot read this address.";
            case SENDER_REFUSED -> "The recipient's server refused your own address as a sender.";
            case MAILBOX_CLOSED -> "The mailbox exists, but takes no mail at present.";
            case MAILBOX_FULL -> "The mailbox is full.";
            case TOO_LARGE -> "The message is too large for the recipient's server or mailbox.";
            case SERVER_TROUBLE -> "The recipient's server has trouble of its own.";
            case OUR_TROUBLE -> "This server has trouble of its own.";
            case UNREACHABLE -> "The recipient's server could not be reached, or broke off.";
            case NO_DIRECTIONS -> "DNS, the internet's directory, does not say where mail for this address goes.";
            case LOOP -> "The address forwards in a circle.";
            case TOO_MUCH -> "These were too many messages or recipients at once for the recipient's server.";
            case FORM -> "The recipient's server cannot take a message of this form.";
            case LETTERS -> "The recipient's server takes plain ASCII letters only in addresses and headers.";
            case POLICY -> "The rules of the recipient's server refused the message.";
            case UNPROVEN -> "The recipient's server could not make sure that the message comes from you.";
            case INSECURE -> "There was no secure connection (TLS) to the recipient's server.";
            case COME_BACK -> "The recipient's server asked to come back later, as many do with senders new to them.";
            case REFUSED -> "The recipient's server refused the message.";
            case NOT_NOW -> "The recipient's server could not take the message for now.";
        };
    }

    @Override
    public String gaveUp() {
        return "It was tried again and again until its time was over. The last time:";
    }

    @Override
    public String answered(String server) {
        return server + " said:";
    }

    @Override
    public String detail() {
        return "In detail:";
    }

    @Override
    public String advice(Cause cause) {
        return switch (cause) {
            case NO_SUCH_MAILBOX, BAD_ADDRESS ->
                "Check the address for typing errors; ask the recipient for the right one by another way.";
            case NO_SUCH_DOMAIN, NO_DIRECTIONS -> "Check the part of the address behind the @ for typing errors.";
            case TAKES_NO_MAIL -> "Ask the recipient for another address by another way.";
            case SENDER_REFUSED ->
                "Show this notice to the administrator of your own mail: to others your address, or its domain, does"
                        + " not look right.";
            case MAILBOX_CLOSED -> "Try again later, or tell the recipient by another way.";
            case MAILBOX_FULL -> "Try again in a few days, or tell the recipient by another way.";
            case TOO_LARGE -> "Send it in smaller parts, or send a link to what you attached.";
            case SERVER_TROUBLE, OUR_TROUBLE, COME_BACK, NOT_NOW -> "Send the message again later.";
            case UNREACHABLE ->
                "Check the part of the address behind the @. If it is right, send the message again later, or tell the"
                        + " recipient by another way.";
            case LOOP -> "Tell the recipient by another way; only they, or their administrator, can mend it.";
            case TOO_MUCH -> "Send it again later, to fewer recipients at a time.";
            case FORM -> "Send it as plain text, without attachments.";
            case LETTERS -> "Use an address of the recipient in plain letters, if there is one.";
            case POLICY ->
                "Show the recipient, or their administrator, the words above by another way; only they can change the"
                        + " rules.";
            case UNPROVEN ->
                "Show this notice to the administrator of your own mail: SPF, DKIM, DMARC or the name of your server"
                        + " may need to be mended.";
            case INSECURE -> "Show the words above to the administrator of the recipient's server.";
            case REFUSED ->
                "The words above say why. Check the address, or show them to the administrator of the recipient's"
                        + " server.";
        };
    }

    @Override
    public String more(int others) {
        return "And " + others + " more; the second part of this notice names them all.";
    }

    @Override
    public String closing(Instant arrived, String queueId) {
        return "Your message came to this server on " + TIME.format(arrived) + ". Its name here is " + queueId
                + "; an administrator finds its story by it.";
    }

    @Override
    public String originalFollows(boolean whole) {
        return whole ? "Your message is attached." : "The header of your message is attached.";
    }
}
