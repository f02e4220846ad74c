package org.maillon.hosting;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.report.Language;

/** The directory's rows, format 1. {@link DirectoryKeys} says where they are. */
final class DirectoryRows {
    private static final int FORMAT = 1;
    private static final int ACCOUNT = 0;
    private static final int ALIAS = 1;

    private DirectoryRows() {}

    /** What stands under a local part. */
    sealed interface Entry {
        record OfAccount(Account account) implements Entry {}

        record OfAlias(Alias alias) implements Entry {}
    }

    /**
     * A tenant's hold on a domain's name.
     *
     * @param leaving whether the domain is being removed
     * @param nonce tells this claim from an earlier one that says the same
     */
    record Claim(TenantId tenant, boolean leaving, long nonce) {}

    /** Where an id leads. */
    record Place(Domain.Name domain, String localPart) {}

    static Bytes write(Tenant tenant) {
        return row().text(tenant.title())
                .text(tenant.server().name())
                .optional(tenant.postmaster(), DirectoryRows::writeAddress)
                .instant(tenant.created())
                .toBytes();
    }

    static Tenant readTenant(TenantId id, Bytes value) {
        ByteReader in = open(value);
        return in.whole(new Tenant(
                id, in.text(), new ServerId(in.text()), in.optional(DirectoryRows::readAddress), in.instant()));
    }

    static Bytes write(Server server) {
        return row().list(server.hostNames(), (out, name) -> out.text(name.ascii()))
                .optional(server.owner(), (out, owner) -> out.text(owner.name()))
                .instant(server.created())
                .toBytes();
    }

    static Server readServer(ServerId id, Bytes value) {
        ByteReader in = open(value);
        List<Domain.Name> names = in.list(name -> new Domain.Name(name.text()));
        Optional<TenantId> owner = in.optional(tenant -> new TenantId(tenant.text()));
        return in.whole(new Server(id, names, owner, in.instant()));
    }

    static Bytes write(Claim claim) {
        return row().text(claim.tenant().name())
                .flag(claim.leaving())
                .int64(claim.nonce())
                .toBytes();
    }

    static Claim readClaim(Bytes value) {
        ByteReader in = open(value);
        return in.whole(new Claim(new TenantId(in.text()), in.flag(), in.int64()));
    }

    static Bytes write(HostedDomain domain) {
        ByteWriter out = row().text(domain.tenant().name())
                .instant(domain.created())
                .optional(domain.catchAll(), DirectoryRows::writeAddress)
                .optional(domain.postmaster(), DirectoryRows::writeAddress);
        if (domain.language().isPresent() || domain.mtaSts().isPresent()) {
            out.text(domain.language().map(Language::tag).orElse(""));
        }
        domain.mtaSts().ifPresent(mode -> out.text(mode.word()));
        return out.toBytes(); // without these octet by octet as before: changes compare whole rows
    }

    static HostedDomain readDomain(Domain.Name name, Bytes value) {
        ByteReader in = open(value);
        TenantId tenant = new TenantId(in.text());
        Instant created = in.instant();
        Optional<Address> catchAll = in.optional(DirectoryRows::readAddress);
        Optional<Address> postmaster = in.optional(DirectoryRows::readAddress);
        Optional<Language> language = in.hasMore() ? Language.of(in.text()) : Optional.empty();
        Optional<StsPolicy.Mode> mtaSts = in.hasMore() ? StsPolicy.Mode.of(in.text()) : Optional.empty();
        return in.whole(new HostedDomain(name, tenant, catchAll, postmaster, language, mtaSts, created));
    }

    static Bytes write(Account account) {
        ByteWriter out = row().octet(ACCOUNT).text(account.tenant().name());
        writeAddress(out, account.address());
        return out.instant(account.created())
                .number(account.id().number())
                .number(account.quota().octets())
                .list(account.forwards(), DirectoryRows::writeAddress)
                .flag(account.keepCopy())
                .toBytes();
    }

    static Bytes write(Alias alias) {
        ByteWriter out = row().octet(ALIAS).text(alias.tenant().name());
        writeAddress(out, alias.address());
        return out.instant(alias.created())
                .list(alias.targets(), DirectoryRows::writeAddress)
                .toBytes();
    }

    static Entry readEntry(Bytes value) {
        ByteReader in = open(value);
        int kind = in.octet();
        TenantId tenant = new TenantId(in.text());
        Address address = readAddress(in);
        Instant created = in.instant();
        return in.whole(entry(kind, tenant, address, created, in));
    }

    private static Entry entry(int kind, TenantId tenant, Address address, Instant created, ByteReader in) {
        return switch (kind) {
            case ACCOUNT -> {
                AccountId id = new AccountId(in.number());
                ByteSize quota = new ByteSize(in.number());
                List<Address> forwards = in.list(DirectoryRows::readAddress);
                yield new Entry.OfAccount(new Account(id, tenant, address, quota, forwards, in.flag(), created));
            }
            case ALIAS -> new Entry.OfAlias(new Alias(address, tenant, in.list(DirectoryRows::readAddress), created));
            default -> throw new IllegalStateException("a directory row of an unknown kind: " + kind);
        };
    }

    static Bytes writePassword(String phc) {
        return row().text(phc).toBytes();
    }

    static String readPassword(Bytes value) {
        ByteReader in = open(value);
        return in.whole(in.text());
    }

    static Bytes write(Place place) {
        return row().text(place.localPart()).text(place.domain().ascii()).toBytes();
    }

    static Place readPlace(Bytes value) {
        ByteReader in = open(value);
        String localPart = in.text();
        return in.whole(new Place(new Domain.Name(in.text()), localPart));
    }

    /** A row that says nothing but that it is there. */
    static Bytes mark() {
        return row().toBytes();
    }

    private static void writeAddress(ByteWriter out, Address address) {
        out.text(address.localPart());
        switch (address.domain()) {
            case Domain.Name(String ascii) -> out.flag(false).text(ascii);
            case Domain.Literal(InetAddress literal) -> out.flag(true).bytes(Bytes.wrap(literal.getAddress()));
        }
    }

    private static Address readAddress(ByteReader in) {
        String localPart = in.text();
        return new Address(localPart, in.flag() ? readLiteral(in.bytes()) : new Domain.Name(in.text()));
    }

    private static Domain readLiteral(Bytes octets) {
        try {
            InetAddress address = InetAddress.getByAddress(octets.toArray());
            if (address.getAddress().length != octets.length()) {
                throw new IllegalStateException("an IPv4 address that is written as IPv6 in a directory row");
            }
            return new Domain.Literal(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a directory row with an IP address of " + octets.length() + " octets", e);
        }
    }

    private static ByteWriter row() {
        return new ByteWriter().octet(FORMAT);
    }

    private static ByteReader open(Bytes value) {
        ByteReader in = new ByteReader(value);
        int format = in.octet();
        if (format != FORMAT) {
            throw new IllegalStateException("a directory row of format " + format + "; this version reads " + FORMAT);
        }
        return in;
    }
}
