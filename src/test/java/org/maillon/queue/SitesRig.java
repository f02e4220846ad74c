package org.maillon.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;

/** What SitesTest and SiteRulesTest stand on. */
abstract class SitesRig {
    static final String PROVIDER = "mx1.provider.example,mx2.provider.example";
    static final long SECOND = 1000;
    static final long HOUR = 3600 * SECOND;

    final List<SiteSetting> rules = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>();
    Function<Destination, String> dns = _ -> PROVIDER;
    int serial;

    Scheduler scheduler(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return new Scheduler(Settings.read(QueueSettings.class, settings), rules);
    }

    static Destination mx(int number) {
        return new Destination("mx:domain-" + number + ".example");
    }

    Mail add(Scheduler scheduler, Destination destination, long due) {
        Mail mail = scheduler.add(QueueId.of(due, 0, serial++), TenantId.DEFAULT, ServerId.DEFAULT);
        mail.open = 1;
        scheduler.await(mail, destination, new int[] {0}, 0, due);
        return mail;
    }

    /** All that go, their sites found. */
    List<Share> all(Scheduler scheduler, long now) {
        List<Share> going = new ArrayList<>();
        for (Optional<Share> share = scheduler.next(now); share.isPresent(); share = scheduler.next(now)) {
            Share next = share.get();
            Destination destination = next.destination();
            if (!destination.byMx() || scheduler.found(next, dns.apply(destination), now) == Scheduler.Found.GO) {
                going.add(next);
            }
        }
        return going;
    }

    static void done(Scheduler scheduler, Share share, long now) {
        scheduler.ended(share, new int[0], Scheduler.Health.WORKS, 0, now);
    }

    static void refused(Scheduler scheduler, Share share, long due, long now) {
        scheduler.ended(share, share.tried(), Scheduler.Health.DOWN, due, now);
    }

    static Site site(Share share) {
        return Optional.ofNullable(share.at).orElseThrow();
    }
}
