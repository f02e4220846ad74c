package org.maillon.app.wiring;

import java.time.InstantSource;
import java.util.function.Function;
import org.maillon.app.config.Config;
import org.maillon.filter.FilterChain;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.net.Dialer;
import org.maillon.queue.Lanes;
import org.maillon.queue.Queue;
import org.maillon.submit.Filtering;
import org.maillon.submit.Insiders;

/** Who looks at mail as it comes: the filters, and whom we take for our own. */
public record Screening(FilterChain filters, Insiders insiders, Filtering filtering) implements AutoCloseable {
    static Screening of(Config config, Dialer dialer, InstantSource steady, Queue queue, Ports ports) {
        FilterChain filters = FilterChain.of(config.filter(), dialer, steady);
        Insiders insiders = new Insiders(config.submit());
        return new Screening(
                filters,
                insiders,
                new Filtering(filters, queue, new Filtering.Ports(insiders, ports.hostNames(), ports.lanes())));
    }

    record Ports(Function<ServerId, String> hostNames, Lanes lanes) {}

    @Override
    public void close() {
        filters.close();
    }
}
