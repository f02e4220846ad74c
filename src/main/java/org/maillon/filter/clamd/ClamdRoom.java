package org.maillon.filter.clamd;

import org.maillon.filter.Examination;
import org.maillon.filter.FilterAddress;
import org.maillon.filter.TimeLeft;
import org.maillon.kernel.net.Dialer;

/** clamd. Each message has a connection of its own: clamd hangs up on those that say nothing for some seconds. */
public record ClamdRoom(FilterAddress address, Dialer dialer) implements Examination.Room {
    @Override
    public Examination open(TimeLeft time) {
        return new ClamdExamination(this, time);
    }

    @Override
    public void sweep() {
        // nothing lies idle
    }

    @Override
    public void close() {
        // each examination closes its own
    }
}
