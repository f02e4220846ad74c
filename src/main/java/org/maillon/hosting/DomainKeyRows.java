package org.maillon.hosting;

import org.maillon.hosting.DomainKey.State;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.wire.address.Domain;

/** Rows of signing keys, format 1: what they are, their state, both halves, and their days. {@link DirectoryKeys} says where. */
final class DomainKeyRows {
    private static final int FORMAT = 1;
    private static final int RSA = 0;
    private static final int ED25519 = 1;

    private DomainKeyRows() {}

    static Bytes write(DomainKey key) {
        return new ByteWriter(2048)
                .octet(FORMAT)
                .octet(key.algorithm() == Algorithm.ED25519_SHA256 ? ED25519 : RSA)
                .octet(
                        switch (key.state()) {
                            case WAITING -> 0;
                            case ACTIVE -> 1;
                            case RETIRING -> 2;
                            case RETIRED -> 3;
                        })
                .bytes(Bytes.copyOf(key.privateKey().shared()))
                .bytes(key.publicKey())
                .instant(key.created())
                .instant(key.since())
                .toBytes();
    }

    static DomainKey read(Domain.Name domain, String selector, Bytes row) {
        ByteReader in = new ByteReader(row);
        int format = in.octet();
        if (format != FORMAT) {
            throw new IllegalStateException("a signing key of format " + format + "; this version reads " + FORMAT);
        }
        Algorithm algorithm = algorithm(in.octet());
        State state = state(in.octet());
        return in.whole(new DomainKey(
                domain,
                selector,
                algorithm,
                state,
                Secret.wrap(in.bytes().toArray()),
                in.bytes(),
                in.instant(),
                in.instant()));
    }

    private static Algorithm algorithm(int octet) {
        return switch (octet) {
            case RSA -> Algorithm.RSA_SHA256;
            case ED25519 -> Algorithm.ED25519_SHA256;
            default -> throw new IllegalStateException("a signing key of kind " + octet);
        };
    }

    private static State state(int octet) {
        return switch (octet) {
            case 0 -> State.WAITING;
            case 1 -> State.ACTIVE;
            case 2 -> State.RETIRING;
            case 3 -> State.RETIRED;
            default -> throw new IllegalStateException("a signing key in state " + octet);
        };
    }
}
