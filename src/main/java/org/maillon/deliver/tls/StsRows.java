package org.maillon.deliver.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.Partition;
import org.maillon.trust.mtasts.StsPolicy;

/**
 * The rows of the partition {@code mtasts}: a journal, each row written blind over the one before.
 *
 * <pre>
 * key        value (after the format's octet)
 * domain     id, when fetched, mode, max_age in seconds, hosts
 * </pre>
 */
final class StsRows {
    static final Partition PARTITION = Partition.journal("mtasts");

    private static final int FORMAT = 1;

    private StsRows() {}

    /**
     * A policy as it was fetched.
     *
     * @param id of the record that told of it
     */
    record Known(String id, Instant fetched, StsPolicy policy) {
        /** RFC 8461 §3.2: counted from the last time it was fetched. */
        boolean holds(Instant now) {
            return now.isBefore(fetched.plus(policy.maxAge()));
        }
    }

    static Bytes key(String domain) {
        return Bytes.utf8(domain);
    }

    static Bytes value(Known known) {
        StsPolicy policy = known.policy();
        return new ByteWriter()
                .octet(FORMAT)
                .text(known.id())
                .instant(known.fetched())
                .octet(octet(policy.mode()))
                .number(policy.maxAge().toSeconds())
                .list(policy.hosts(), ByteWriter::text)
                .toBytes();
    }

    /** Empty for a row of a format that another version wrote. */
    static Optional<Known> read(Bytes value) {
        ByteReader in = new ByteReader(value);
        if (in.octet() != FORMAT) {
            return Optional.empty();
        }
        String id = in.text();
        Instant fetched = in.instant();
        StsPolicy.Mode mode = mode(in.octet());
        Duration maxAge = Duration.ofSeconds(in.number());
        return Optional.of(in.whole(new Known(id, fetched, new StsPolicy(mode, in.list(ByteReader::text), maxAge))));
    }

    /** Codes on disk: they outlive the order in the source. */
    private static int octet(StsPolicy.Mode mode) {
        return switch (mode) {
            case ENFORCE -> 1;
            case TESTING -> 2;
            case NONE -> 3;
        };
    }

    private static StsPolicy.Mode mode(int octet) {
        return switch (octet) {
            case 1 -> StsPolicy.Mode.ENFORCE;
            case 2 -> StsPolicy.Mode.TESTING;
            case 3 -> StsPolicy.Mode.NONE;
            default -> throw new IllegalArgumentException("no mode of MTA-STS has the code " + octet);
        };
    }
}
