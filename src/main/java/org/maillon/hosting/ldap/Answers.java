package org.maillon.hosting.ldap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.wire.address.Address;

/**
 * What was lately heard of addresses, who has them and that nobody has, for a time each. A question that is under way already
 * is not put again: whoever has the same one waits for its answer. That a server gives none is not remembered here.
 */
final class Answers {
    private final Cache<Address, Found> people;
    private final Cache<Address, Found> nobodies;
    private final ConcurrentMap<Address, CompletableFuture<Found>> underWay = new ConcurrentHashMap<>();
    private final Duration patience;

    Answers(LdapSetting setting, InstantSource steady) {
        this.people = cache(setting, setting.rememberPerson(), steady);
        this.nobodies = cache(setting, setting.rememberNobody(), steady);
        this.patience = setting.wholeTimeout().plusSeconds(1);
    }

    private static Cache<Address, Found> cache(LdapSetting setting, Duration time, InstantSource steady) {
        return Caffeine.newBuilder()
                .maximumSize(setting.rememberEntries())
                .expireAfterWrite(time)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(steady.millis()))
                .executor(Runnable::run)
                .build();
    }

    private static Address key(Address address) {
        return new Address(address.localPart().toLowerCase(Locale.ROOT), address.domain());
    }

    Found find(Address address, Supplier<Found> question) {
        Address key = key(address);
        return remembered(key).orElseGet(() -> asked(key, question));
    }

    private Optional<Found> remembered(Address key) {
        return Optional.ofNullable(people.getIfPresent(key)).or(() -> Optional.ofNullable(nobodies.getIfPresent(key)));
    }

    private Found asked(Address key, Supplier<Found> question) {
        CompletableFuture<Found> mine = new CompletableFuture<>();
        CompletableFuture<Found> theirs = underWay.putIfAbsent(key, mine);
        if (theirs != null) {
            return waited(theirs);
        }
        try {
            Found found = question.get();
            keep(key, found);
            mine.complete(found);
            return found;
        } finally {
            underWay.remove(key, mine);
            mine.complete(new Found.NotNow("the question broke off"));
        }
    }

    private Found waited(CompletableFuture<Found> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return new Found.NotNow("the question is under way for too long");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Found.NotNow("we are stopping");
        }
    }

    void keep(Address address, Found found) {
        Address key = key(address);
        switch (found) {
            case Found.Person _ -> {
                people.put(key, found);
                nobodies.invalidate(key);
            }
            case Found.Nobody _ -> {
                nobodies.put(key, found);
                people.invalidate(key);
            }
            case Found.NotNow _ -> {}
        }
    }

    void forget(Address address) {
        people.invalidate(key(address));
        nobodies.invalidate(key(address));
    }
}
