package org.maillon.route;

import java.util.List;
import org.maillon.wire.smtp.Reply;

/** Where a route leads just now. */
public sealed interface NextHops {
    /** In the order to try. */
    record Servers(List<Hop> hops) implements NextHops {
        public Servers {
            hops = List.copyOf(hops);
        }
    }

    /** Nobody takes mail there: no such domain, null MX, or we are its best MX ourselves without hosting it. */
    record Nowhere(Reply reply, String why) implements NextHops {}

    /** DNS cannot tell now. */
    record Unknown(Reply reply, String why) implements NextHops {}
}
