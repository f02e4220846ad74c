package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.Recipient;
import org.maillon.store.BlobId;
import org.maillon.store.Partition;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;

/** Messages to deliver. */
final class Mails {
    static final String HELLO = "Subject: hello\r\n\r\nHello.\r\n";

    private Mails() {}

    static Address address(String text) {
        int at = text.lastIndexOf('@');
        return new Address(text.substring(0, at), new Domain.Name(text.substring(at + 1)));
    }

    static Errand errand(String body, String... recipients) {
        return errand(MailParameters.NONE, body.getBytes(UTF_8), recipients);
    }

    static Errand errand(MailParameters parameters, byte[] body, String... recipients) {
        return errand("ada@sender.example", parameters, new Octets(Bytes.wrap(body)), recipients);
    }

    static Errand errand(String sender, MailParameters parameters, Courier.Content content, String... recipients) {
        List<Recipient> list = Arrays.stream(recipients)
                .map(text -> new Recipient(address(text), RcptParameters.NONE, new Destination("mx:x"), 0))
                .toList();
        Envelope envelope = new Envelope(
                new ReversePath.Sender(address(sender)),
                parameters,
                list,
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Instant.EPOCH,
                "test");
        List<Integer> positions =
                new ArrayList<>(IntStream.range(0, list.size()).boxed().toList());
        return new Errand(envelope, positions, content);
    }

    /** A message held in memory. */
    record Octets(Bytes octets) implements Courier.Content {
        @Override
        public long size() {
            return octets.length();
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(octets.shared());
        }

        @Override
        public BlobId blob() {
            return new BlobId(Partition.journal("q"), Bytes.EMPTY);
        }

        @Override
        public String reference(int number) {
            return "r" + number;
        }
    }
}
