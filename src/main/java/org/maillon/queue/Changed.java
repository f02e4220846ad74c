package org.maillon.queue;

/**
 * What an operator's command did.
 *
 * @param messages those it changed
 * @param running recipients that were just being tried: the command takes effect when their attempt ends without
 *     delivery
 */
public record Changed(int messages, int running) {
    static final Changed NOTHING = new Changed(0, 0);

    Changed plus(Changed other) {
        return new Changed(messages + other.messages, running + other.running);
    }
}
