package org.maillon.hosting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.sasl.ScramKeys;

/** What proves who somebody is, format 1. {@link DirectoryKeys} says where it is. */
final class CredentialRows {
    private static final int FORMAT = 1;

    private CredentialRows() {}

    /** What SCRAM needs of one password (RFC 5802 §3). */
    record ScramRow(Bytes salt, int iterations, ScramKeys.Pair pair) {}

    /** An app password: what is told of it, and what proves it. Its password is checked by the SCRAM keys alone. */
    record AppRow(AppPassword about, ScramRow scram) {
        AppRow usedAt(Instant now) {
            AppPassword used = new AppPassword(
                    about.id(), about.label(), about.scopes(), about.created(), about.expires(), Optional.of(now));
            return new AppRow(used, scram);
        }
    }

    /**
     * A second factor.
     *
     * @param secret shared with the owner's authenticator
     * @param confirmed whether a code has shown that it got there; until then it asks nobody anything
     * @param lastStep the 30 seconds whose code was used last: none up to it is taken again
     * @param recovery hashes of the recovery codes that are left
     */
    record FactorRow(Bytes secret, boolean confirmed, long lastStep, List<Bytes> recovery, Instant created) {
        FactorRow {
            recovery = List.copyOf(recovery);
        }

        FactorRow used(long step) {
            return new FactorRow(secret, true, step, recovery, created);
        }

        FactorRow without(Bytes code) {
            return new FactorRow(
                    secret,
                    confirmed,
                    lastStep,
                    recovery.stream().filter(one -> !one.equals(code)).toList(),
                    created);
        }
    }

    static Bytes write(ScramRow row) {
        ByteWriter out = row();
        writeScram(out, row);
        return out.toBytes();
    }

    static ScramRow readScram(Bytes value) {
        ByteReader in = open(value);
        return in.whole(readScram(in));
    }

    static Bytes write(AppRow row) {
        AppPassword about = row.about();
        ByteWriter out = row().int64(about.id())
                .text(about.label())
                .number(bits(about.scopes()))
                .instant(about.created())
                .optional(about.expires(), ByteWriter::instant)
                .optional(about.lastUsed(), ByteWriter::instant);
        writeScram(out, row.scram());
        return out.toBytes();
    }

    static AppRow readApp(Bytes value) {
        ByteReader in = open(value);
        long id = in.int64();
        String label = in.text();
        Set<Scope> scopes = scopes(in.number());
        AppPassword about = new AppPassword(
                id, label, scopes, in.instant(), in.optional(ByteReader::instant), in.optional(ByteReader::instant));
        return in.whole(new AppRow(about, readScram(in)));
    }

    static Bytes write(FactorRow row) {
        return row().bytes(row.secret())
                .flag(row.confirmed())
                .int64(row.lastStep())
                .list(row.recovery(), ByteWriter::bytes)
                .instant(row.created())
                .toBytes();
    }

    static FactorRow readFactor(Bytes value) {
        ByteReader in = open(value);
        Bytes secret = in.bytes();
        boolean confirmed = in.flag();
        long lastStep = in.int64();
        List<Bytes> recovery = in.list(ByteReader::bytes);
        return in.whole(new FactorRow(secret, confirmed, lastStep, recovery, in.instant()));
    }

    static Bytes writeSalts(Bytes secret) {
        return row().bytes(secret).toBytes();
    }

    static Bytes readSalts(Bytes value) {
        ByteReader in = open(value);
        return in.whole(in.bytes());
    }

    private static void writeScram(ByteWriter out, ScramRow row) {
        out.bytes(row.salt())
                .number(row.iterations())
                .bytes(row.pair().stored())
                .bytes(row.pair().server());
    }

    private static ScramRow readScram(ByteReader in) {
        Bytes salt = in.bytes();
        int iterations = Math.toIntExact(in.number());
        return new ScramRow(salt, iterations, new ScramKeys.Pair(in.bytes(), in.bytes()));
    }

    /** A bit for each scope, by its place in the enumeration. */
    private static long bits(Collection<Scope> scopes) {
        long bits = 0;
        for (Scope scope : scopes) {
            bits |= 1L << bit(scope);
        }
        return bits;
    }

    private static Set<Scope> scopes(long bits) {
        List<Scope> found = new ArrayList<>();
        long known = 0;
        for (Scope scope : Scope.values()) {
            known |= 1L << bit(scope);
            if ((bits >> bit(scope) & 1) == 1) {
                found.add(scope);
            }
        }
        if ((bits & ~known) != 0) {
            throw new IllegalStateException("an app password for what this version does not know");
        }
        return found.isEmpty() ? Set.of() : EnumSet.copyOf(found);
    }

    /** Numbers that stay, whatever becomes of the enumeration. */
    private static int bit(Scope scope) {
        return switch (scope) {
            case SMTP -> 0;
            case POP3 -> 1;
            case IMAP -> 2;
            case API -> 3;
            case WEB -> 4;
        };
    }

    private static ByteWriter row() {
        return new ByteWriter().octet(FORMAT);
    }

    private static ByteReader open(Bytes value) {
        ByteReader in = new ByteReader(value);
        int format = in.octet();
        if (format != FORMAT) {
            throw new IllegalStateException("a credential of format " + format + "; this version reads " + FORMAT);
        }
        return in;
    }
}
