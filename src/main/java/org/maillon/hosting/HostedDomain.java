package org.maillon.hosting;

import java.time.Instant;
import java.util.Optional;
import org.maillon.hosting.id.TenantId;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.report.Language;

/**
 * A domain whose mail ends here.
 *
 * @param catchAll who gets mail for local parts that nobody has
 * @param postmaster who answers for postmaster@ and abuse@ where no such account or alias is (RFC 5321 §4.5.1, RFC
 *     2142 §4): the domain's first account, until told otherwise
 * @param language what its people are written to in; empty: the server's default
 * @param mtaSts the mode of the MTA-STS policy that we serve for it; empty: none is served
 */
public record HostedDomain(
        Domain.Name name,
        TenantId tenant,
        Optional<Address> catchAll,
        Optional<Address> postmaster,
        Optional<Language> language,
        Optional<StsPolicy.Mode> mtaSts,
        Instant created) {
    HostedDomain withCatchAll(Optional<Address> target) {
        return new HostedDomain(name, tenant, target, postmaster, language, mtaSts, created);
    }

    HostedDomain withPostmaster(Optional<Address> target) {
        return new HostedDomain(name, tenant, catchAll, target, language, mtaSts, created);
    }

    HostedDomain withLanguage(Optional<Language> spoken) {
        return new HostedDomain(name, tenant, catchAll, postmaster, spoken, mtaSts, created);
    }

    HostedDomain withMtaSts(Optional<StsPolicy.Mode> mode) {
        return new HostedDomain(name, tenant, catchAll, postmaster, language, mode, created);
    }
}
