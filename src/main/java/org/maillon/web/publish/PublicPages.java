package org.maillon.web.publish;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.web.http.Answer;
import org.maillon.web.http.Method;
import org.maillon.web.http.Request;
import org.maillon.web.http.Resource;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.Parsed;

/** The pages that anybody may read. */
public final class PublicPages {
    private static final String POLICY_HOST = "mta-sts.";
    private static final String AUTOCONFIG_HOST = "autoconfig.";

    private final HostedDomains domains;

    public PublicPages(HostedDomains domains) {
        this.domains = domains;
    }

    public List<Resource> resources() {
        return List.of(
                Resource.at("/.well-known/mta-sts.txt").on(Method.GET, (request, _) -> policy(request)),
                Resource.at("/mail/config-v1.1.xml").on(Method.GET, (request, _) -> autoconfig(request)),
                Resource.at("/.well-known/autoconfig/mail/config-v1.1.xml")
                        .on(Method.GET, (request, _) -> autoconfig(request)),
                Resource.at("/autodiscover/autodiscover.xml").on(Method.POST, (request, _) -> autodiscover(request)));
    }

    /** RFC 8461 §3.2, §3.3. */
    private Answer policy(Request request) {
        return domainBehind(POLICY_HOST, request)
                .flatMap(domains::policy)
                .map(policy -> Answer.of("text/plain; charset=us-ascii", Bytes.wrap(policy.file())))
                .orElseGet(() -> Answer.problem(
                        404,
                        "No MTA-STS policy is served under this name. It is asked for at https://mta-sts.DOMAIN/."));
    }

    private Answer autoconfig(Request request) {
        Optional<Domain.Name> domain = domainBehind(AUTOCONFIG_HOST, request).or(() -> domain(request.host()));
        return domain.flatMap(name -> domains.services(name).map(services -> Autoconfig.page(name, services)))
                .map(xml -> Answer.of("application/xml", Bytes.utf8(xml)))
                .orElseGet(PublicPages::unknown);
    }

    private Answer autodiscover(Request request) {
        Optional<Autodiscover.Question> question =
                Autodiscover.read(request.body().get());
        if (question.isEmpty()) {
            return Answer.problem(
                    400,
                    "This is no autodiscover request: it must be XML with an EMailAddress and nothing but elements.");
        }
        return domain(question.get().domain())
                .flatMap(domains::services)
                .map(services -> Autodiscover.page(question.get(), services))
                .map(xml -> Answer.of("application/xml", Bytes.utf8(xml)))
                .orElseGet(PublicPages::unknown);
    }

    private static Answer unknown() {
        return Answer.problem(404, "That domain is none of ours. Ask under the name of a domain that is hosted here.");
    }

    private static Optional<Domain.Name> domainBehind(String prefix, Request request) {
        return request.host().startsWith(prefix) ? domain(request.host().substring(prefix.length())) : Optional.empty();
    }

    private static Optional<Domain.Name> domain(String name) {
        return Addresses.domain(name) instanceof Parsed.Valid<Domain>(Domain.Name known, int _)
                ? Optional.of(known)
                : Optional.empty();
    }
}
