package org.maillon.hosting;

import org.maillon.fuzz.RowsFuzz;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Domain;

/** The directory's rows for {@link RowsFuzz}. */
public final class DirectoryRowsCheck {
    private DirectoryRowsCheck() {}

    public static RowsFuzz.Rewriter rewriter(int kind) {
        return switch (kind % 10) {
            case 0 -> row -> DirectoryRows.write(DirectoryRows.readTenant(TenantId.DEFAULT, row));
            case 1 -> row -> DirectoryRows.write(DirectoryRows.readServer(ServerId.DEFAULT, row));
            case 2 -> row -> DirectoryRows.write(DirectoryRows.readClaim(row));
            case 3 -> DirectoryRowsCheck::domain;
            case 4 ->
                row -> switch (DirectoryRows.readEntry(row)) {
                    case DirectoryRows.Entry.OfAccount(Account account) -> DirectoryRows.write(account);
                    case DirectoryRows.Entry.OfAlias(Alias alias) -> DirectoryRows.write(alias);
                };
            case 5 -> row -> DirectoryRows.writePassword(DirectoryRows.readPassword(row));
            case 6 -> row -> DirectoryRows.write(DirectoryRows.readPlace(row));
            case 7 -> row -> CredentialRows.write(CredentialRows.readScram(row));
            case 8 -> row -> CredentialRows.write(CredentialRows.readApp(row));
            default -> row -> CredentialRows.write(CredentialRows.readFactor(row));
        };
    }

    private static Bytes domain(Bytes row) {
        HostedDomain domain = DirectoryRows.readDomain(new Domain.Name("a.example"), row);
        Bytes again = DirectoryRows.write(domain);
        if (domain.language().isEmpty() && again.length() < row.length()) {
            throw new IllegalStateException("a language that a later version knows");
        }
        return again;
    }
}
