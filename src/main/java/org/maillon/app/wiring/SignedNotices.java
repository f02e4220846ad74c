package org.maillon.app.wiring;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DomainKeys;
import org.maillon.hosting.SigningSettings;
import org.maillon.kernel.Bytes;
import org.maillon.queue.NoticeSigner;
import org.maillon.trust.dkim.MessageSigner;
import org.maillon.trust.dkim.SigningKey;
import org.maillon.wire.address.Domain;

/**
 * Signs notices, of those that the queue wants signed, with the keys of the domain they come from. That is a server's host name: where the name itself is no
 * domain of ours with keys, the nearest domain of ours above it signs, which DMARC takes for the same (RFC 7489 §3.1.1). A key
 * is active only once DNS shows it, so nobody signs who merely claims to have the domain.
 */
final class SignedNotices implements NoticeSigner.Signing {
    /** A notice's own header is some two kilobytes; its subject and recipient have bounds. */
    private static final int MOST_HEADER = 64 * 1024;

    private final List<SigningKey> keys;
    private final InstantSource clock;
    private final MessageSigner signer = new MessageSigner(MOST_HEADER);

    private SignedNotices(List<SigningKey> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    static NoticeSigner signer(Directory directory, DomainKeys keys, InstantSource clock, SigningSettings settings) {
        if (!settings.sign()) {
            return NoticeSigner.NOBODY;
        }
        return host -> {
            List<SigningKey> found = keys.areThere() ? nearest(directory, keys, host) : List.of();
            return found.isEmpty() ? Optional.empty() : Optional.of(new SignedNotices(found, clock));
        };
    }

    private static List<SigningKey> nearest(Directory directory, DomainKeys keys, String host) {
        for (String name = host; name.indexOf('.') > 0; name = name.substring(name.indexOf('.') + 1)) {
            List<SigningKey> found = Domain.parse(name)
                    .asOptional()
                    .flatMap(domain -> domain instanceof Domain.Name it ? Optional.of(it) : Optional.empty())
                    .filter(domain -> directory.domain(domain).isPresent())
                    .map(keys::signing)
                    .orElse(List.of());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        signer.feed(octets, from, length);
    }

    @Override
    public Optional<NoticeSigner.Signed> finish() {
        List<byte[]> fields = signer.sign(keys, clock.instant());
        Bytes front = fields.stream().map(Bytes::wrap).reduce(Bytes.EMPTY, Bytes::plus);
        String selectors =
                String.join(", ", keys.stream().map(SigningKey::selector).toList());
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(new NoticeSigner.Signed(front, keys.getFirst().domain() + " with " + selectors));
    }
}
