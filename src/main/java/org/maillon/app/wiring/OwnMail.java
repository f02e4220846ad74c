package org.maillon.app.wiring;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.maillon.hosting.id.ServerId;
import org.maillon.reports.Outbox;
import org.maillon.submit.Client;
import org.maillon.submit.Incoming;
import org.maillon.submit.Intake;
import org.maillon.submit.Link;
import org.maillon.submit.RecipientAnswer;
import org.maillon.submit.Transaction;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** Messages that this server writes itself go the one way in, as those of an insider whatever {@code relay-from} says. */
final class OwnMail implements Outbox {
    private final Intake intake;
    private final Client self;
    private final Predicate<Address> signed;

    /** @param signed whether mail of an address is */
    OwnMail(Intake intake, String hostName, Predicate<Address> signed) {
        this.intake = intake;
        this.signed = signed;
        this.self = new Client(Link.ourselves(), hostName, "ESMTP", ServerId.DEFAULT, Optional.empty());
    }

    @Override
    public Optional<String> send(Address from, Address to, byte[] message) {
        ReversePath sender = new ReversePath.Sender(from);
        return switch (intake.recipient(self, sender, to, RcptParameters.NONE)) {
            case RecipientAnswer.Refused(Reply reply) -> Optional.of(reply.toString());
            case RecipientAnswer.Welcome welcome -> {
                Transaction transaction =
                        new Transaction(self, sender, MailParameters.NONE, List.of(welcome.recipient()));
                yield taken(transaction, message);
            }
        };
    }

    @Override
    public boolean signs(Address from) {
        return signed.test(from);
    }

    private Optional<String> taken(Transaction transaction, byte[] message) {
        try (Incoming incoming = intake.open(transaction)) {
            incoming.write(message, 0, message.length);
            Reply reply = incoming.finish();
            return reply.code() / 100 == 2 ? Optional.empty() : Optional.of(reply.toString());
        }
    }
}
