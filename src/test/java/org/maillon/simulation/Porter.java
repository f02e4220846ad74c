package org.maillon.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.QueueId;
import org.maillon.queue.Result;
import org.maillon.wire.address.Address;

/** Passes attempts on to the real delivery, and counts those under way: law 5. */
final class Porter implements Courier {
    private final World world;
    private final Courier delivery;
    private final Map<Destination, Integer> running = new HashMap<>();
    private int inAll;

    Porter(World world, Courier delivery) {
        this.world = world;
        this.delivery = delivery;
    }

    @Override
    public List<Result> carry(Attempt attempt, Content content) {
        Destination to = attempt.destination();
        within("attempts", ++inAll, "in all");
        within(
                to.equals(Destination.LOCAL) ? "local-most" : "destination-most",
                running.merge(to, 1, Integer::sum),
                "to " + to);
        within("recipients-per-attempt", attempt.recipients().size(), "recipients in one attempt");
        try {
            return delivery.carry(attempt, content);
        } finally {
            inAll--;
            running.merge(to, -1, Integer::sum);
        }
    }

    private void within(String bound, int are, String what) {
        int most = Integer.parseInt(world.plan.queue.getOrDefault(bound, "0"));
        if (are > most) {
            world.complain("law 5: " + are + " " + what + ", and " + bound + " is " + most);
        }
    }

    @Override
    public String site(Destination destination) {
        return delivery.site(destination);
    }

    @Override
    public Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient) {
        return delivery.arrived(id, number, recipient);
    }
}
