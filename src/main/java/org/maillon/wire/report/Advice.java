package org.maillon.wire.report;

import org.maillon.wire.smtp.EnhancedStatus;

/** What the reader of a failure notice can do, by the enhanced code (RFC 3463 §3). */
final class Advice {
    private Advice() {}

    static String on(EnhancedStatus status) {
        return switch (status.subject()) {
            case 1 -> "Check the address for typing errors; ask the recipient for the right one by another way.";
            case 2 ->
                status.detail() == 2
                        ? "The mailbox is full. Try again in a few days, or tell the recipient by another way."
                        : status.detail() == 3
                                ? "The message is too large for this mailbox. Send it in smaller parts, or send a link."
                                : "The mailbox takes no mail now. Try again later, or tell the recipient by another way.";
            case 3 ->
                status.detail() == 4
                        ? "The message is too large for their server. Send it in smaller parts, or send a link."
                        : "Their mail server has trouble. Try again later.";
            case 4 ->
                status.detail() == 6
                        ? "The address forwards in a circle. Tell the recipient by another way; only they can mend it."
                        : "Their mail server could not be reached, or took nothing. Check the part of the address behind the @,"
                                + " and send the message again later.";
            case 6 ->
                "Their server cannot take a message of this form. Send it as plain text, without special characters in"
                        + " addresses.";
            case 7 ->
                "Their server's rules refused the message. Show the recipient, or their administrator, the words above;"
                        + " only they can change the rules.";
            default -> "Show the words above to the administrator of the recipient's mail server.";
        };
    }
}
