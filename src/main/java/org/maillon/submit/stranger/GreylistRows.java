package org.maillon.submit.stranger;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteReader.DamagedRowException;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Network;
import org.maillon.store.Partition;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;

/**
 * The rows of the partition {@code greylist}: a journal, each row written blind over the one before.
 *
 * <pre>
 * key                                  value (after the format's octet)
 * T network SP sender SP recipient     when it was first tried
 * N network                            when something from there last came back
 * D domain                             when something that SPF let pass from there last came back
 * </pre>
 *
 * No row says when it ends: how long it holds is a setting, applied when it is read.
 */
final class GreylistRows {
    static final Partition PARTITION = Partition.journal("greylist");

    private static final int FORMAT = 1;
    private static final int IPV4_BITS = 24;
    private static final int IPV6_BITS = 64;

    private GreylistRows() {}

    /** Big senders try again from the machine beside: /24, /64 (RFC 6647 §5). */
    static String network(InetAddress address) {
        return Network.around(address, address.getAddress().length == 4 ? IPV4_BITS : IPV6_BITS)
                .toString();
    }

    static Bytes triplet(String network, ReversePath sender, Address recipient) {
        return Bytes.utf8(
                "T" + network + " " + sender + " " + recipient.toString().toLowerCase(Locale.ROOT));
    }

    static Bytes network(String network) {
        return Bytes.utf8("N" + network);
    }

    static Bytes domain(String domain) {
        return Bytes.utf8("D" + domain);
    }

    static boolean isTriplet(Bytes key) {
        return key.length() > 0 && key.at(0) == 'T';
    }

    static Bytes value(Instant when) {
        return new ByteWriter().octet(FORMAT).instant(when).toBytes();
    }

    /** Empty for a row that is damaged or another version's: what it knew is learned anew. */
    static Optional<Instant> read(Bytes value) {
        try {
            ByteReader in = new ByteReader(value);
            return in.octet() == FORMAT ? Optional.of(in.whole(in.instant())) : Optional.empty();
        } catch (DamagedRowException _) {
            return Optional.empty();
        }
    }
}
