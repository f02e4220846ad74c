package org.maillon.serve.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.queue.Destination;
import org.maillon.queue.Recipient;
import org.maillon.store.StoreException;
import org.maillon.submit.Client;
import org.maillon.submit.Incoming;
import org.maillon.submit.Intake;
import org.maillon.submit.RecipientAnswer;
import org.maillon.submit.Transaction;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** Keeps what it gets; local parts tell it to misbehave: nobody, full, boom; open-full, write-boom, finish-full, finish-boom. */
class RecordingIntake implements Intake {
    record Taken(Transaction transaction, String text) {}

    final List<Taken> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger forgotten = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();

    @Override
    public Optional<Reply> sender(Client client, ReversePath sender, MailParameters parameters) {
        misbehave(sender.toString());
        return sender.toString().startsWith("nobody@")
                ? Optional.of(Reply.of(550, "5.1.8", "No such sender"))
                : Optional.empty();
    }

    @Override
    public RecipientAnswer recipient(Client client, ReversePath sender, Address recipient, RcptParameters parameters) {
        misbehave(recipient.toString());
        return recipient.localPart().equals("nobody")
                ? new RecipientAnswer.Refused(Reply.of(550, "5.1.1", "No such mailbox: " + recipient))
                : new RecipientAnswer.Welcome(new Recipient(recipient, parameters, Destination.LOCAL, 0));
    }

    private static void misbehave(String address) {
        if (address.startsWith("full@")) {
            throw StoreException.full("full", new IOException("no space"));
        } else if (address.startsWith("broken@")) {
            throw StoreException.broken("broken", new IOException("bad disk"));
        } else if (address.startsWith("boom@")) {
            throw new IllegalStateException("boom, as the test asked");
        }
    }

    private static boolean wants(Transaction transaction, String behaviour) {
        return transaction.recipients().stream()
                .anyMatch(r -> r.address().localPart().equals(behaviour));
    }

    @Override
    public Incoming open(Transaction transaction) {
        if (wants(transaction, "open-full")) {
            throw StoreException.full("full", new IOException("no space"));
        }
        open.incrementAndGet();
        return new Recording(transaction);
    }

    private final class Recording implements Incoming {
        private final Transaction transaction;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private boolean ended;

        Recording(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            if (wants(transaction, "write-boom")) {
                throw new IllegalStateException("boom, as the test asked");
            }
            text.write(octets, from, length);
        }

        @Override
        public Reply finish() {
            if (wants(transaction, "finish-full")) {
                throw StoreException.full("full", new IOException("no space"));
            } else if (wants(transaction, "finish-boom")) {
                throw new IllegalStateException("boom, as the test asked");
            }
            ended = true;
            open.decrementAndGet();
            taken.add(new Taken(transaction, text.toString(StandardCharsets.ISO_8859_1)));
            return Reply.of(250, "2.0.0", "Queued as TEST" + taken.size());
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                open.decrementAndGet();
                forgotten.incrementAndGet();
            }
        }
    }
}
