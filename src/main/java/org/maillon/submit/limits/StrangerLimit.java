package org.maillon.submit.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.maillon.kernel.Network;
import org.maillon.submit.Client;
import org.maillon.submit.Insiders;
import org.maillon.submit.SenderCheck;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

/** How many messages a stranger's address begins in a minute. Asked before anything that costs. */
public final class StrangerLimit implements SenderCheck {
    private final Insiders insiders;
    private final InstantSource steady;
    private final LimitSettings settings;
    private final Cache<String, Count> counts;

    /** Who reads or writes the window holds the lock. */
    private record Count(ReentrantLock lock, Window window) {}

    /** @param steady a clock that is never set */
    public StrangerLimit(Insiders insiders, InstantSource steady, LimitSettings settings) {
        this.insiders = insiders;
        this.steady = steady;
        this.settings = settings;
        this.counts = Caffeine.newBuilder()
                .maximumSize(settings.strangers())
                .expireAfterAccess(Duration.ofMinutes(2))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(steady.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public boolean asksFirst() {
        return true;
    }

    @Override
    public Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters) {
        int most = settings.strangerMessagesPerMinute();
        boolean exempt = most == 0 || client.address().isLoopbackAddress() || insiders.include(client);
        return exempt ? Optional.empty() : count(client.address(), most);
    }

    private Optional<Reply> count(InetAddress address, int most) {
        Instant now = steady.instant();
        Count count =
                counts.get(Network.neighbourhood(address), _ -> new Count(new ReentrantLock(), Window.ofMinute()));
        count.lock().lock();
        try {
            if (count.window().count(now) >= most) {
                return Optional.of(LimitReplies.address(most, count.window().below(most, now), now));
            }
            count.window().add(now, 1);
            return Optional.empty();
        } finally {
            count.lock().unlock();
        }
    }

    /** Addresses in memory. */
    long remembered() {
        counts.cleanUp();
        return counts.estimatedSize();
    }
}
