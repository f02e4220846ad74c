package org.maillon.submit;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DomainKeys;
import org.maillon.hosting.HostedDomain;
import org.maillon.kernel.Bytes;
import org.maillon.trust.dkim.DkimSigner;
import org.maillon.trust.dkim.SigningKey;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.message.AuthorFields;
import org.maillon.wire.message.HeaderField;

/**
 * Signs what our own people send, with the keys of the domain they write in the name of (RFC 6376 §5). It comes last: what
 * others add to a message is signed with it. Mail that strangers hand us in the name of our domains is not signed, whatever
 * its From says; neither is one tenant's in the name of another's domain (law 11).
 */
public final class SigningStage implements Stage {
    private final Transaction transaction;
    private final Directory directory;
    private final DomainKeys keys;
    private final InstantSource clock;
    private final DkimSigner signer = new DkimSigner();

    private SigningStage(Transaction transaction, Directory directory, DomainKeys keys, InstantSource clock) {
        this.transaction = transaction;
        this.directory = directory;
        this.keys = keys;
        this.clock = clock;
    }

    /** @param insiders whose mail is signed */
    public static Maker maker(Directory directory, DomainKeys keys, Insiders insiders, InstantSource clock) {
        return (transaction, _) -> keys.areThere() && insiders.include(transaction.client())
                ? Optional.of(new SigningStage(transaction, directory, keys, clock))
                : Optional.empty();
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        signer.feed(octets, from, length);
    }

    @Override
    public Step pass(Taken message) {
        List<SigningKey> signing = keys(message);
        Handling handling = message.handling();
        if (!signing.isEmpty()) {
            message.text().kept().body().ifPresent(signer::replaceBody);
            for (byte[] field : signer.sign(FinalHeader.of(message), signing, clock.instant())) {
                handling = handling.withField(Bytes.wrap(field));
            }
            handling = handling.saying("signed for " + signing.getFirst().domain() + " with " + selectors(signing));
        }
        return new Step.Next(message.with(handling));
    }

    private static String selectors(List<SigningKey> signing) {
        StringJoiner selectors = new StringJoiner(", ");
        signing.forEach(key -> selectors.add(key.selector()));
        return selectors.toString();
    }

    /** Those of the author's domain; where it has none, or is not to be read, those of the envelope's sender. */
    private List<SigningKey> keys(Taken message) {
        for (Domain.Name name : candidates(message)) {
            List<SigningKey> found = mayUse(name) ? keys.signing(name) : List.of();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private Set<Domain.Name> candidates(Taken message) {
        Set<Domain.Name> domains = new LinkedHashSet<>();
        for (HeaderField field : message.header().all("From")) {
            AuthorFields.domains(afterColon(field)).forEach(name -> domains.add(new Domain.Name(name)));
        }
        if (domains.size() > 1) {
            domains.clear(); // authors of several domains: none of them can speak for the others
        }
        if (transaction.sender() instanceof ReversePath.Sender(Address address)
                && address.domain() instanceof Domain.Name name) {
            domains.add(name);
        }
        return domains;
    }

    private static byte[] afterColon(HeaderField field) {
        byte[] octets = field.octets().toArray();
        int colon = 0;
        while (colon < octets.length && octets[colon] != ':') {
            colon++;
        }
        return java.util.Arrays.copyOfRange(octets, Math.min(octets.length, colon + 1), octets.length);
    }

    private boolean mayUse(Domain.Name name) {
        Optional<HostedDomain> domain = directory.domain(name);
        Optional<Login> login = transaction.client().link().login();
        return domain.isPresent()
                && login.map(who -> who.tenant().equals(domain.get().tenant())).orElse(true);
    }
}
