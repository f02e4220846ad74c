package org.maillon.hosting;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.maillon.dns.Resolver;
import org.maillon.hosting.DomainKey.State;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.Published;
import org.maillon.wire.address.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes keys through their lives. A new one waits until DNS shows its record; then it signs, and those of its kind before it
 * retire; when nothing signed by them can be on its way any more, their records may go. One whose record vanishes from DNS
 * signs no more: a signature that nobody can verify is worse than none. Where DNS does not answer, all stays as it is.
 */
public final class KeyKeeper {
    private static final Logger log = LoggerFactory.getLogger(KeyKeeper.class);

    private static final Set<String> UNPUBLISHED = Set.of("test", "invalid", "localhost");
    private static final List<Algorithm> KINDS = List.of(Algorithm.RSA_SHA256, Algorithm.ED25519_SHA256);

    private final DomainKeys keys;
    private final Resolver resolver;
    private final InstantSource clock;
    private final SigningSettings settings;

    public KeyKeeper(DomainKeys keys, Resolver resolver, InstantSource clock, SigningSettings settings) {
        this.keys = keys;
        this.resolver = resolver;
        this.clock = clock;
        this.settings = settings;
    }

    /** Keys of both kinds for a domain that has none, and that DNS could show (RFC 6761 §6). */
    public void provide(Domain.Name domain) {
        String name = domain.ascii();
        boolean isPrivate = UNPUBLISHED.contains(name.substring(name.lastIndexOf('.') + 1));
        if (settings.sign() && !isPrivate && keys.list(domain).isEmpty()) {
            rotate(domain);
        }
    }

    /** A new key of each kind, to take over from those there are. */
    public List<Outcome<DomainKey>> rotate(Domain.Name domain) {
        return KINDS.stream()
                .map(kind -> keys.add(domain, kind, Optional.empty()))
                .toList();
    }

    public Published published(DomainKey key) {
        return Published.of(key.recordName(), key.record(), resolver);
    }

    /** A domain that has none gets keys; the states of those it has follow DNS. */
    public void keep(Domain.Name domain) {
        provide(domain);
        look(domain);
    }

    /** Once round all keys of a domain. */
    public void look(Domain.Name domain) {
        for (DomainKey key : keys.list(domain)) {
            switch (key.state()) {
                case WAITING -> seeWhetherItIsThere(key);
                case ACTIVE -> seeWhetherItIsGone(key);
                case RETIRING -> retire(key);
                case RETIRED -> {}
            }
        }
    }

    private void seeWhetherItIsThere(DomainKey key) {
        if (!settings.checkDns() || published(key) instanceof Published.Yes) {
            activate(key);
        }
    }

    /** This key signs from now on, and no other of its kind does. */
    public Outcome<DomainKey> activate(DomainKey key) {
        Outcome<DomainKey> active = keys.change(key.domain(), key.selector(), State.ACTIVE);
        if (active.isDone()) {
            log.info("mail of {} is signed with the key {} from now on", key.domain(), key.selector());
            keys.list(key.domain()).stream()
                    .filter(other -> other.state() == State.ACTIVE
                            && other.algorithm() == key.algorithm()
                            && !other.selector().equals(key.selector()))
                    .forEach(other -> keys.change(other.domain(), other.selector(), State.RETIRING));
        }
        return active;
    }

    private void seeWhetherItIsGone(DomainKey key) {
        if (settings.checkDns() && published(key) instanceof Published.No(String why)) {
            log.warn(
                    "mail of {} is no longer signed with the key {}: {}; publish it again",
                    key.domain(),
                    key.selector(),
                    why);
            keys.change(key.domain(), key.selector(), State.WAITING);
        }
    }

    private void retire(DomainKey key) {
        if (!clock.instant().isBefore(key.since().plus(settings.retireAfter()))) {
            keys.change(key.domain(), key.selector(), State.RETIRED);
            log.info("the record {} may be taken out of DNS", key.recordName());
        }
    }
}
