package org.maillon.web.publish;

import java.util.List;
import java.util.Optional;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.wire.address.Domain;

/** What the rooms below know of a domain that we host. */
public interface HostedDomains {
    /** Empty where the domain is none of ours, or has no policy. */
    Optional<StsPolicy> policy(Domain.Name domain);

    /** Empty where the domain is none of ours. */
    Optional<List<MailService>> services(Domain.Name domain);
}
