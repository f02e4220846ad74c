package org.maillon.route;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Durations;
import org.maillon.kernel.Network;
import org.maillon.queue.QueueId;
import org.maillon.wire.address.Address;

/** Values as people write them: routes, networks, sizes, durations, queue ids. Good, and written and read as the same; or a sentence. */
public final class ValuesFuzz {
    private ValuesFuzz() {}

    /** What it is, then the text; a route's way stands behind a space. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int kind = octets.below(5);
        String text = new String(octets.rest(), StandardCharsets.UTF_8);
        try {
            switch (kind) {
                case 0 -> route(text);
                case 1 -> {
                    Network network = Network.parse(text);
                    Claim.same(Network.parse(network.toString()).toString(), network.toString(), "a network");
                }
                case 2 -> {
                    ByteSize size = ByteSize.parse(text);
                    Claim.same(ByteSize.parse(size.toString()), size, "a size");
                }
                case 3 -> {
                    Duration duration = Durations.parse(text);
                    Claim.that(!duration.isNegative() && duration.toNanos() >= 0, "%s", duration);
                    Claim.same(Durations.parse(Durations.format(duration)), duration, "a duration");
                }
                default -> {
                    QueueId id = QueueId.parse(text);
                    Claim.same(QueueId.parse(id.toString()), id, "an id");
                }
            }
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            Claim.that(why.contains(" ") && (text.contains("null") || !why.contains("null")), "no sentence: %s", why);
        }
    }

    /** A route for one address decides for that address, and for no neighbour. */
    private static void route(String text) {
        int space = text.lastIndexOf(' ');
        String pattern = space < 0 ? text : text.substring(0, space);
        String via = space < 0 ? "discard" : text.substring(space + 1);
        RouteTable table = new RouteTable(List.of(new RouteSetting(pattern, via)), _ -> false);
        Address neighbour =
                Address.parse("zz9@neighbour.zz9.example").asOptional().orElseThrow();
        Claim.that(
                table.deciding(neighbour).isEmpty()
                        || pattern.startsWith("*")
                        || Ascii.upper(pattern).contains("ZZ9"),
                "'%s' decides for all",
                pattern);
        Address.parse(pattern)
                .asOptional()
                .ifPresent(
                        address -> Claim.that(table.deciding(address).isPresent(), "'%s' decides for nobody", pattern));
    }
}
