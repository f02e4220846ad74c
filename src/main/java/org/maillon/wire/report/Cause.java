package org.maillon.wire.report;

import java.util.Optional;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/** Why a message did not arrive, as far as a reply tells: what a person is told, and can do, depends on it. */
enum Cause {
    NO_SUCH_MAILBOX,
    NO_SUCH_DOMAIN,
    TAKES_NO_MAIL,
    BAD_ADDRESS,
    SENDER_REFUSED,
    MAILBOX_CLOSED,
    MAILBOX_FULL,
    TOO_LARGE,
    SERVER_TROUBLE,
    OUR_TROUBLE,
    UNREACHABLE,
    NO_DIRECTIONS,
    LOOP,
    TOO_MUCH,
    FORM,
    LETTERS,
    POLICY,
    /** SPF, DKIM, DMARC, or the name of the sending server (RFC 7372). */
    UNPROVEN,
    /** TLS that is missing or does not hold. */
    INSECURE,
    /** Greylisting, by all signs. */
    COME_BACK,
    REFUSED,
    NOT_NOW;

    /** @param ours whether the reply is of our own making */
    static Cause of(Reply reply, boolean ours) {
        Optional<EnhancedStatus> status = reply.status().filter(given -> given.subject() != 0);
        return status.map(given -> of(given, ours)).orElseGet(() -> of(reply.code()));
    }

    /** By subject and detail (RFC 3463 §3); a detail that is not known says what its subject does. */
    private static Cause of(EnhancedStatus status, boolean ours) {
        return switch (status.subject()) {
            case 1 -> ofAddress(status.detail());
            case 2 -> ofMailbox(status.detail());
            case 3 -> ofSystem(status.detail(), ours);
            case 4 -> ofRouting(status.detail());
            case 5 -> status.detail() == 3 ? TOO_MUCH : FORM;
            case 6 -> status.detail() >= 7 && status.detail() <= 10 ? LETTERS : FORM; // RFC 6531 §6
            case 7 -> ofSecurity(status);
            default -> status.kind() == 4 ? NOT_NOW : REFUSED;
        };
    }

    private static Cause ofAddress(int detail) {
        return switch (detail) {
            case 2 -> NO_SUCH_DOMAIN;
            case 3, 4 -> BAD_ADDRESS;
            case 7, 8 -> SENDER_REFUSED;
            case 10 -> TAKES_NO_MAIL; // RFC 7505 §4.1
            default -> NO_SUCH_MAILBOX;
        };
    }

    private static Cause ofMailbox(int detail) {
        return switch (detail) {
            case 2 -> MAILBOX_FULL;
            case 3 -> TOO_LARGE;
            case 4 -> SERVER_TROUBLE;
            default -> MAILBOX_CLOSED;
        };
    }

    private static Cause ofSystem(int detail, boolean ours) {
        return switch (detail) {
            case 2 -> TAKES_NO_MAIL;
            case 4 -> TOO_LARGE;
            default -> ours ? OUR_TROUBLE : SERVER_TROUBLE;
        };
    }

    private static Cause ofRouting(int detail) {
        return switch (detail) {
            case 3, 4 -> NO_DIRECTIONS;
            case 5 -> TOO_MUCH;
            case 6 -> LOOP;
            default -> UNREACHABLE;
        };
    }

    private static Cause ofSecurity(EnhancedStatus status) {
        boolean early = status.kind() == 4 && status.detail() <= 1;
        return switch (status.detail()) {
            case 4, 5, 6, 10, 11, 30 -> INSECURE; // RFC 3463 §3.8, RFC 8689 §7
            case 20, 21, 22, 23, 24, 25, 26 -> UNPROVEN; // RFC 7372 §3
            case 28 -> TOO_MUCH;
            default -> early ? COME_BACK : POLICY;
        };
    }

    /** Of an old server (RFC 5321 §4.2.3), whose 550 may mean the address or its rules. */
    private static Cause of(int code) {
        return switch (code) {
            case 450, 451 -> COME_BACK;
            case 421, 452 -> SERVER_TROUBLE;
            case 454, 530, 538 -> INSECURE;
            case 521, 556 -> TAKES_NO_MAIL;
            case 552 -> MAILBOX_FULL;
            case 553 -> BAD_ADDRESS;
            default -> code < 500 ? NOT_NOW : REFUSED;
        };
    }
}
