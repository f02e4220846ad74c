package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;

/** DESIGN §6: a million queued messages fit in 256 MB of heap. */
class SchedulerMemoryTest {
    private static final int MESSAGES = 200_000;
    private static final int DESTINATIONS = 20_000;

    @Test
    void aMessageThatWaitsCostsLessThanTwoHundredOctets() {
        Scheduler scheduler = new Scheduler(Settings.defaults(QueueSettings.class));
        long before = used();
        for (int i = 0; i < MESSAGES; i++) {
            Mail mail = scheduler.add(QueueId.of(i, i & 63, i), TenantId.DEFAULT, ServerId.DEFAULT);
            mail.open = 1;
            scheduler.await(mail, new Destination("mx:domain-" + i % DESTINATIONS + ".example"), new int[] {0}, 1, i);
        }
        long each = (used() - before) / MESSAGES;

        assertThat(scheduler.size()).isEqualTo(MESSAGES);
        assertThat(each).as("octets a message").isLessThan(200);
    }

    @Test
    void oneThatWaitsForADestinationOfItsOwnCostsLessThanTwoHundredAndFiftySix() {
        QueueSettings settings = Settings.read(QueueSettings.class, Map.of("sites-remembered", "100"));
        Scheduler scheduler = new Scheduler(settings);
        long before = used();
        for (int i = 0; i < MESSAGES; i++) {
            Mail mail = scheduler.add(QueueId.of(i, i & 63, i), TenantId.DEFAULT, ServerId.DEFAULT);
            mail.open = 1;
            Destination destination = new Destination("mx:domain-" + i + ".example");
            scheduler.await(mail, destination, new int[] {0}, 0, 0);
            Share share = scheduler.next(0).orElseThrow();
            assertThat(scheduler.found(share, destination.key(), 0)).isEqualTo(Scheduler.Found.GO);
            scheduler.ended(share, share.tried(), Scheduler.Health.DOWN, Long.MAX_VALUE, 0);
        }
        long each = (used() - before) / MESSAGES;

        assertThat(scheduler.size()).isEqualTo(MESSAGES);
        assertThat(each).as("octets a message").isLessThan(256);
    }

    private static long used() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
