package org.maillon.hosting;

import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.wire.address.Domain;

/**
 * Where the directory's rows are. Every value begins with the format version ({@link DirectoryRows}).
 *
 * <pre>
 * partition             key                      value
 * directory             t tenant                 title, server, postmaster?, created
 *                       s server                 host names, owner?, created
 *                       d domain                 tenant, leaving, nonce: the claim that makes a domain one tenant's
 *                       o tenant 00 domain       the claims again, by tenant
 *                       c                        32 octets of chance that make salts (CredentialRows)
 *                       k                        some domain has, or had, signing keys
 * domain/NAME           h                        tenant, created, catch-all?, postmaster?: the domain lives while it stands
 *                       n local part             account or alias; one key for both, so that an address is one of them
 *                       p local part             the account's password hash (PHC string)
 *                       s selector               a signing key ({@link DomainKeyRows})
 *                       g local part 00 grant    the account may send as that address or @domain ({@link Grants})
 *                       k local part             the same password's SCRAM keys (CredentialRows)
 *                       a local part 00 id       an app password (CredentialRows)
 *                       2 local part             the second factor: TOTP and recovery codes (CredentialRows)
 * account-ids/0 … 63    i id                     local part, domain; stays for ever: an id is never given twice
 *                       x id                     its account was removed; its mailbox is still to be emptied
 * </pre>
 *
 * Local parts in keys are folded by {@link Names#fold}.
 */
final class DirectoryKeys {
    static final Partition DIRECTORY = Partition.versioned("directory");
    static final Bytes HEAD = Bytes.utf8("h");
    static final Bytes SALTS = Bytes.utf8("c");
    static final KeyRange TENANTS = KeyRange.prefix(Bytes.utf8("t"));
    static final KeyRange SERVERS = KeyRange.prefix(Bytes.utf8("s"));
    static final KeyRange CLAIMS = KeyRange.prefix(Bytes.utf8("d"));
    static final KeyRange NAMES = KeyRange.prefix(Bytes.utf8("n"));
    static final KeyRange REMOVED = KeyRange.prefix(Bytes.utf8("x"));
    static final Bytes HAS_KEYS = Bytes.utf8("k");
    static final KeyRange SIGNING_KEYS = KeyRange.prefix(Bytes.utf8("s"));
    static final int ID_SHARDS = 64;

    private DirectoryKeys() {}

    static Partition partition(Domain.Name domain) {
        return Partition.versioned("domain/" + domain.ascii());
    }

    static Partition partition(AccountId id) {
        return idShard((int) (id.number() & (ID_SHARDS - 1)));
    }

    static Partition idShard(int shard) {
        return Partition.versioned("account-ids/" + shard);
    }

    static Bytes tenant(TenantId id) {
        return Bytes.utf8("t" + id.name());
    }

    static Bytes server(ServerId id) {
        return Bytes.utf8("s" + id.name());
    }

    static Bytes claim(Domain.Name domain) {
        return Bytes.utf8("d" + domain.ascii());
    }

    static Bytes owned(TenantId tenant, Domain.Name domain) {
        return Bytes.utf8("o" + tenant.name() + "\0" + domain.ascii());
    }

    static KeyRange ownedBy(TenantId tenant) {
        return KeyRange.prefix(Bytes.utf8("o" + tenant.name() + "\0"));
    }

    static Domain.Name ownedDomain(TenantId tenant, Bytes key) {
        return new Domain.Name(
                key.slice(tenant.name().length() + 2, key.length()).asUtf8());
    }

    /** What stands behind the one-letter prefix. */
    static String rest(Bytes key) {
        return key.slice(1, key.length()).asUtf8();
    }

    static Bytes name(String localPart) {
        return Bytes.utf8("n" + Names.fold(localPart));
    }

    static Bytes password(String localPart) {
        return Bytes.utf8("p" + Names.fold(localPart));
    }

    static Bytes scram(String localPart) {
        return Bytes.utf8("k" + Names.fold(localPart));
    }

    static Bytes appPassword(String localPart, long id) {
        return Bytes.utf8("a" + Names.fold(localPart) + "\0")
                .plus(new ByteWriter(8).int64(id).toBytes());
    }

    static KeyRange appPasswords(String localPart) {
        return KeyRange.prefix(Bytes.utf8("a" + Names.fold(localPart) + "\0"));
    }

    static Bytes secondFactor(String localPart) {
        return Bytes.utf8("2" + Names.fold(localPart));
    }

    static Bytes signingKey(String selector) {
        return Bytes.utf8("s" + selector);
    }

    static Bytes id(AccountId id) {
        return new ByteWriter(9).octet('i').int64(id.number()).toBytes();
    }

    static Bytes removed(AccountId id) {
        return new ByteWriter(9).octet('x').int64(id.number()).toBytes();
    }

    static AccountId removedId(Bytes key) {
        return new AccountId(new ByteReader(key.slice(1, key.length())).int64());
    }
}
