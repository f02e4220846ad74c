package org.maillon.filter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Keeps messages from waiting for a filter that is down: after some troubles on end it is left alone for a time, then one
 * message tries. So a filter that hangs costs its time-outs a few times, and then once a while.
 */
final class Breaker {
    private final InstantSource clock;
    private final int most;
    private final Duration rest;
    private int failures;
    private Instant restsUntil = Instant.MIN;
    private String why = "";
    private boolean trying;

    Breaker(InstantSource clock, int most, Duration rest) {
        this.clock = clock;
        this.most = most;
        this.rest = rest;
    }

    /**
     * @param failures on end
     * @param why the last of them
     */
    record Status(boolean resting, int failures, String why) {}

    /** Whether it may be asked. Who may says what came of it. */
    synchronized boolean enter() {
        if (failures < most) {
            return true;
        }
        if (trying || clock.instant().isBefore(restsUntil)) {
            return false;
        }
        trying = true;
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
        trying = false;
        why = "";
    }

    synchronized void failed(String words) {
        failures = Math.min(most, failures + 1);
        trying = false;
        why = words;
        restsUntil = clock.instant().plus(rest);
    }

    /** The one that went to ask has learnt nothing: the client left, or the message was none for it. */
    synchronized void leftUnsaid() {
        trying = false;
    }

    synchronized Status status() {
        return new Status(failures >= most && clock.instant().isBefore(restsUntil), failures, why);
    }
}
