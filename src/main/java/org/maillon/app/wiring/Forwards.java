package org.maillon.app.wiring;

import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.maillon.hosting.Directory;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.queue.Envelope;
import org.maillon.queue.Recipient;
import org.maillon.store.Batch;
import org.maillon.store.Partition;
import org.maillon.store.Store;
import org.maillon.trust.srs.Srs;
import org.maillon.trust.srs.SrsSettings;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;

/** In whose name forwards go out. The key that senders are rewritten with is made once, and is the store's. */
final class Forwards {
    private static final Partition PARTITION = Partition.versioned("srs");
    private static final Bytes KEY = Bytes.utf8("K");
    private static final int KEY_OCTETS = 32;

    private final Srs srs;
    private final Directory directory;
    private final SrsSettings settings;

    Forwards(Store store, Directory directory, InstantSource clock, RandomGenerator entropy, SrsSettings settings) {
        this.srs = new Srs(key(store, entropy), clock, settings);
        this.directory = directory;
        this.settings = settings;
    }

    /** Whoever is second to make it finds the first one's. */
    private static Secret key(Store store, RandomGenerator entropy) {
        Optional<Bytes> known = store.get(PARTITION, KEY);
        if (known.isEmpty()) {
            byte[] fresh = new byte[KEY_OCTETS];
            entropy.nextBytes(fresh);
            var _ = store.commit(Batch.of(PARTITION)
                    .ifAbsent(KEY)
                    .put(KEY, Bytes.wrap(fresh))
                    .build());
            known = store.get(PARTITION, KEY);
        }
        return Secret.wrap(known.orElseThrow().toArray());
    }

    Srs srs() {
        return srs;
    }

    /** A stranger's sender becomes an address of ours, so that SPF passes at the next server. */
    ReversePath senderOf(Envelope envelope, Recipient recipient) {
        ReversePath sender = envelope.sender();
        if (!settings.rewrite()
                || !(sender instanceof ReversePath.Sender(Address address))
                || directory.isOurs(address.domain())) {
            return sender;
        }
        return ours(envelope.tenant(), recipient)
                .flatMap(domain -> srs.rewritten(address, domain))
                .<ReversePath>map(ReversePath.Sender::new)
                .orElse(sender);
    }

    /**
     * The forwarding address's own domain, for what is made of a tenant's forwards falls back on its name and no other's
     * (law 11). Recipients of older rows do not say whose it was: the first domain of who pays for the message.
     */
    private Optional<Domain.Name> ours(TenantId payer, Recipient recipient) {
        Optional<Domain.Name> set = Domain.parse(settings.domain())
                .asOptional()
                .flatMap(domain -> domain instanceof Domain.Name name ? Optional.of(name) : Optional.empty());
        return set.filter(directory::isOurs)
                .or(() -> recipient.forwarder().isPresent() ? own(recipient) : firstOf(payer));
    }

    private Optional<Domain.Name> own(Recipient recipient) {
        return recipient
                .forwarder()
                .flatMap(directory::domain)
                .filter(Demo::isReal)
                .map(HostedDomain::name);
    }

    private Optional<Domain.Name> firstOf(TenantId tenant) {
        return directory.domains(tenant).stream()
                .filter(Demo::isReal)
                .findFirst()
                .map(HostedDomain::name);
    }
}
