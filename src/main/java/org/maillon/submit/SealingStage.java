package org.maillon.submit;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DomainKeys;
import org.maillon.hosting.Resolution;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.Bytes;
import org.maillon.queue.Destination;
import org.maillon.queue.Recipient;
import org.maillon.trust.arc.ArcSealer;
import org.maillon.trust.arc.ArcVerifier;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.BodyDigest;
import org.maillon.trust.dkim.SigningKey;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * Seals mail of strangers that goes on from here (RFC 8617): to where an alias or a forward leads outside, or to the server
 * behind us. SPF will fail there, and DKIM too where something was changed; the seal says what held when it came to us. It
 * is made on arrival, when that is known, over the message as it will leave.
 */
public final class SealingStage implements Stage {
    private static final String RESULTS = "authentication-results:";

    private final Means means;
    private final SigningKey key;
    private final ArcVerifier chain;
    private final BodyDigest body = new BodyDigest();

    /** @param verifiers makes one for each message */
    public record Means(
            Directory directory, DomainKeys keys, Insiders insiders, Verifiers verifiers, InstantSource clock) {}

    @FunctionalInterface
    public interface Verifiers {
        ArcVerifier open();
    }

    private SealingStage(Means means, SigningKey key) {
        this.means = means;
        this.key = key;
        this.chain = means.verifiers().open();
    }

    public static Maker maker(Means means) {
        return (transaction, _) -> {
            if (!means.keys().areThere() || means.insiders().include(transaction.client())) {
                return Optional.empty();
            }
            return transaction.recipients().stream()
                    .filter(recipient -> goesOn(means.directory(), recipient))
                    .flatMap(recipient -> key(means.keys(), recipient.address()).stream())
                    .findFirst()
                    .map(key -> new SealingStage(means, key));
        };
    }

    private static boolean goesOn(Directory directory, Recipient recipient) {
        if (!recipient.destination().equals(Destination.LOCAL)) {
            return true;
        }
        return switch (directory.resolve(recipient.address())) {
            case Resolution.ToAccount(Account account, var _) -> leadOutside(directory, account.forwards());
            case Resolution.ToAddresses(var _, List<Address> targets, var _) -> leadOutside(directory, targets);
            case Resolution.NotOurs _, Resolution.NoSuchMailbox _, Resolution.NotNow _ -> false;
        };
    }

    private static boolean leadOutside(Directory directory, List<Address> targets) {
        return targets.stream().anyMatch(target -> !directory.isOurs(target.domain()));
    }

    /** Ed25519 is not read by all who read ARC: the RSA key where there is one. */
    private static Optional<SigningKey> key(DomainKeys keys, Address recipient) {
        List<SigningKey> all = recipient.domain() instanceof Domain.Name name ? keys.signing(name) : List.of();
        return all.stream()
                .filter(key -> key.algorithm() == Algorithm.RSA_SHA256)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        chain.feed(octets, from, length);
        body.feed(octets, from, length);
    }

    @Override
    public Step pass(Taken message) {
        message.text().kept().body().ifPresent(body::replace);
        Optional<Bytes> sealed = results(message.handling()).flatMap(results -> {
            ArcSealer.Arrival arrival = new ArcSealer.Arrival(
                    chain.finish(), results, body.finish(), means.clock().instant());
            return ArcSealer.seal(FinalHeader.of(message), arrival, key);
        });
        return new Step.Next(sealed.map(fields ->
                        message.with(message.handling().withField(fields).saying("sealed for " + key.domain())))
                .orElse(message));
    }

    /** What we have just found out, as it stands on top of the message: without it a seal would say nothing. */
    private static Optional<Bytes> results(Handling handling) {
        return handling.head().stream()
                .filter(field -> Ascii.lower(field.asUtf8()).startsWith(RESULTS))
                .findFirst()
                .map(field -> field.slice(RESULTS.length(), field.length() - 2));
    }

    @Override
    public void close() {
        chain.close();
    }
}
