package org.maillon.serve.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which key the next certificate of a host is asked for with. A key stays over renewals: TLSA records name it (RFC 7671
 * §5.1), and a resolver remembers them for longer than a renewal takes. One that is to take its place is prepared, shown
 * by the DNS helper, and taken by a renewal that comes no sooner than others can have forgotten the zone without it (RFC
 * 7671 §8.1). That goes by the time it was made: DNS is not asked whether its record was published.
 */
final class HostKeys {
    /** Twice the longest time for which resolvers commonly remember a record. */
    static final Duration KNOWN_AFTER = Duration.ofDays(2);

    private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);
    private static final String FETCHED = "acme";
    private static final String NEXT = "acme-next";

    private final Path kept;

    HostKeys(Path kept) {
        this.kept = kept;
    }

    /** @param next whether it is the one that was prepared */
    record Choice(KeyPair pair, boolean next) {}

    /** Where the certificates are that were fetched. */
    static Path folder(Path kept) {
        return kept.resolve(FETCHED);
    }

    /** A host's key and, before it, its chain. */
    static Path file(Path kept, String host) {
        return folder(kept).resolve(host + ".pem");
    }

    private Path nextFile(String host) {
        return kept.resolve(NEXT).resolve(host.toLowerCase(Locale.ROOT) + ".pem");
    }

    Choice choose(String host, boolean keep, Instant now) {
        Optional<KeyPair> next = next(host).filter(_ -> isKnownByNow(host, now));
        if (next.isPresent()) {
            return new Choice(next.get(), true);
        }
        Optional<KeyPair> known = keep ? inUse(host) : Optional.empty();
        return new Choice(known.orElseGet(SelfSigned::keys), false);
    }

    private Optional<KeyPair> inUse(String host) {
        Path file = file(kept, host);
        if (!Files.exists(file)) {
            return selfSigned(host);
        }
        try {
            return Optional.of(Identity.read(file, file).pair());
        } catch (BadCertificateException e) {
            LOG.error(
                    "{}; {} gets a new key, and TLSA records that name the old one no longer fit:"
                            + " 'maillon domain dns' prints the new one",
                    e.says(),
                    host);
            return Optional.empty();
        }
    }

    /**
     * Before the first certificate that somebody vouches for: the key of our own, for TLSA records were printed for it. An
     * authority takes no EdDSA, which somebody may have put there.
     */
    private Optional<KeyPair> selfSigned(String host) {
        Path own = kept.resolve(SelfSigned.FILE);
        if (Files.exists(own)) {
            try {
                Identity shown = Identity.read(own, own);
                if (!shown.kind().equals("EdDSA")) {
                    LOG.info("{} keeps the key that it showed in a certificate of our own", host);
                    return Optional.of(shown.pair());
                }
            } catch (BadCertificateException e) {
                LOG.warn("{}; {} gets a new key", e.says(), host);
                return Optional.empty();
            }
        }
        LOG.info("{} has no key yet: a new one is made", host);
        return Optional.empty();
    }

    /** The key that was prepared to come after the one in use. */
    Optional<KeyPair> next(String host) {
        Path file = nextFile(host);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.pair(file));
        } catch (BadCertificateException e) {
            LOG.error("{}; the key in use goes on", e.says());
            return Optional.empty();
        }
    }

    private boolean isKnownByNow(String host, Instant now) {
        try {
            Instant made = Files.getLastModifiedTime(nextFile(host)).toInstant();
            return !now.isBefore(made.plus(KNOWN_AFTER));
        } catch (IOException _) {
            return false;
        }
    }

    /** Makes the next key; one that is there already stays. */
    KeyPair prepare(String host) throws BadCertificateException {
        if (Files.exists(nextFile(host))) {
            return Pem.pair(nextFile(host));
        }
        KeyPair made = SelfSigned.keys();
        OwnFile.write(nextFile(host), Pem.write(made));
        return made;
    }

    /** A certificate for it is on disk. */
    void taken(String host, Choice choice) {
        if (choice.next()) {
            try {
                Files.deleteIfExists(nextFile(host));
                LOG.info("{} shows the key that was prepared; the TLSA record of the one before may go", host);
            } catch (IOException e) {
                LOG.warn("{} cannot be removed: {}", nextFile(host), e.getMessage());
            }
        }
    }
}
