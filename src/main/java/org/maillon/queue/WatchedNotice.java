package org.maillon.queue;

import java.io.OutputStream;
import java.util.Optional;
import org.maillon.store.BlobWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A notice on its way into the store, under the eyes of who signs it. Whatever fails there, the notice goes unsigned. */
final class WatchedNotice {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedNotice.class);

    private final String host;
    private Optional<NoticeSigner.Signing> signing;

    WatchedNotice(NoticeSigner signer, String host) {
        this.host = host;
        try {
            this.signing = signer.open(host);
        } catch (RuntimeException e) {
            this.signing = unsigned(e);
        }
    }

    OutputStream onTo(BlobWriter writer) {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int from, int length) {
                writer.write(octets, from, length);
                seen(octets, from, length);
            }
        };
    }

    private void seen(byte[] octets, int from, int length) {
        try {
            signing.ifPresent(it -> it.write(octets, from, length));
        } catch (RuntimeException e) {
            signing = unsigned(e);
        }
    }

    Optional<NoticeSigner.Signed> signed() {
        try {
            return signing.flatMap(NoticeSigner.Signing::finish);
        } catch (RuntimeException e) {
            signing = unsigned(e);
            return Optional.empty();
        }
    }

    private Optional<NoticeSigner.Signing> unsigned(RuntimeException e) {
        LOG.warn("a notice from {} goes unsigned: {}", host, e.toString());
        return Optional.empty();
    }
}
