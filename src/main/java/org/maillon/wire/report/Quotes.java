package org.maillon.wire.report;

import org.maillon.wire.smtp.Reply;

/**
 * How much of what servers said one part of a report repeats. Beyond it their codes alone: a report on a thousand
 * recipients, each with a page of words, would be one that nobody takes.
 */
final class Quotes {
    static final int MOST_CHARACTERS = 64 * 1024;

    private int left = MOST_CHARACTERS;

    Reply of(Reply reply) {
        int length = reply.toString().length();
        if (length > left) {
            return reply.shortened(1, 0);
        }
        left -= length;
        return reply;
    }
}
