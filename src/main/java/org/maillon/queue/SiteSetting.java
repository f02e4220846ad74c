package org.maillon.queue;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.maillon.kernel.Setting;

/** One {@code [[site]]} of the configuration: how servers of others want to be treated. */
public record SiteSetting(
        @Setting(
                value = "*",
                doc =
                        "Whose mail servers: the name of the only MX host (mx.example.net), or what all MX hosts are below"
                                + " (*.example.net), or a destination as 'queue summary' names it (mx:example.org, smtp://192.0.2.1:25). A destination that is named"
                                + " is a site of its own, whatever its MX. The first that fits holds.")
        String match,

        @Setting(
                value = "0",
                doc = "Attempts (and so connections) at the same time, at most; 0: destination-most of [queue].",
                max = 10_000)
        int concurrency,

        @Setting(value = "", doc = "Messages per time, at most, such as 100/1m; empty: destination-rate of [queue].")
        String rate,

        @Setting(
                value = "",
                doc =
                        "Addresses of this machine that its mail is sent from, by turns, where the route names none. Empty: the"
                                + " system chooses.")
        List<String> sourceAddress) {
    public SiteSetting {
        if (match.isBlank() || match.strip().length() != match.length()) {
            throw new IllegalArgumentException("match names no site");
        }
        var _ = Rate.parse(rate);
        sourceAddress = List.copyOf(sourceAddress);
    }

    SiteSetting(String match, int concurrency, String rate) {
        this(match, concurrency, rate, List.of());
    }

    /** Whether it is for a destination, rather than for mail servers by their names. */
    boolean isDestination() {
        return match.indexOf(':') >= 0;
    }

    /**
     * A domain's owner may name any host in its DNS: one that fits among others does not make it that host's domain.
     *
     * @param hosts lower case; all of them must fit
     */
    public boolean fits(String destination, Collection<String> hosts) {
        String pattern = match.toLowerCase(Locale.ROOT);
        if (isDestination()) {
            return destination.equals(pattern);
        }
        if (hosts.isEmpty()) {
            return false;
        }
        return pattern.startsWith("*")
                ? hosts.stream().allMatch(host -> host.endsWith(pattern.substring(1)))
                : hosts.stream().allMatch(pattern::equals);
    }
}
