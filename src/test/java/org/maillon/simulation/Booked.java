package org.maillon.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.maillon.kernel.Bytes;
import org.maillon.queue.Envelope;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;

/** A message that became durable in the queue, whoever heard of it. */
final class Booked {
    /** How often each of some addresses. */
    static final class Count {
        private final Map<String, Integer> counts = new TreeMap<>();

        int add(String address) {
            return counts.merge(address, 1, Integer::sum);
        }

        int of(String address) {
            return counts.getOrDefault(address, 0);
        }

        Set<String> addresses() {
            return counts.keySet();
        }
    }

    /** A peer's own yes to the whole message. */
    static final class Acceptance {
        private final World world;
        final List<String> recipients;
        private final int run;
        private boolean heard;
        boolean excused;

        Acceptance(World world, List<String> recipients) {
            this.world = world;
            this.recipients = recipients;
            this.run = world.runs();
        }

        void wasHeard() {
            heard = run == world.runs() && !world.isDown();
        }

        long times(String address) {
            return recipients.stream().filter(address::equals).count();
        }

        boolean mayBeRepeated() {
            return !heard || excused;
        }
    }

    final QueueId id;
    final Envelope envelope;
    final Bytes content;
    final Count recipients = new Count();
    final Count ends = new Count();
    final Count delivered = new Count();
    final Count inMailbox = new Count();
    final Count stored = new Count();
    final Count failed = new Count();
    final Count removed = new Count();
    final Count noticed = new Count();
    final Count delayed = new Count();
    final List<Acceptance> accepted = new ArrayList<>();
    final List<Recipient> whom = new ArrayList<>();
    final Set<Bytes> rows = new HashSet<>();
    boolean answered;

    Booked(QueueId id, Envelope envelope, Bytes content) {
        this.id = id;
        this.envelope = envelope;
        this.content = content;
        envelope.recipients().forEach(this::add);
    }

    void add(Recipient recipient) {
        whom.add(recipient);
        recipients.add(recipient.address().toString());
    }

    boolean hasEnded() {
        return recipients.addresses().stream().allMatch(a -> ends.of(a) >= recipients.of(a));
    }

    boolean isNotice() {
        return envelope.origin().equals("this server");
    }
}
