package org.maillon.submit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.SendingRights;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;
import org.maillon.wire.message.MailboxList;
import org.maillon.wire.message.MessageDate;
import org.maillon.wire.smtp.Reply;

/**
 * What a user's own provider does for a message (RFC 6409 §6 and §8): sees that it says truly whom it is from, adds what a
 * mail program forgot, and takes out what is nobody else's business.
 */
public final class SubmissionStage implements Stage {
    private final String hostName;
    private final Optional<Rights> rights;
    private final boolean silent;

    private record Rights(SendingRights rights, Account account) {}

    private SubmissionStage(String hostName, Optional<Rights> rights, boolean silent) {
        this.hostName = hostName;
        this.rights = rights;
        this.silent = silent;
    }

    /** For messages of those who have logged in, and all that come to the door for them. */
    public static Maker maker(Directory directory, String hostName, SubmissionSettings settings) {
        SendingRights rights = directory.sendingRights();
        return (transaction, _) -> {
            Link link = transaction.client().link();
            if (link.login().isEmpty() && link.role() != ListenerRole.SUBMISSION) {
                return Optional.empty();
            }
            Optional<Rights> held = link.login()
                    .filter(_ -> settings.ownSenderOnly())
                    .flatMap(login -> directory.account(login.account()))
                    .map(account -> new Rights(rights, account));
            return Optional.of(new SubmissionStage(hostName, held, settings.hideClientAddress()));
        };
    }

    @Override
    public boolean hidesClient() {
        return silent;
    }

    /** RFC 5322 §3.6.3: who is written to in secret is told to the envelope alone. */
    @Override
    public boolean removes(HeaderField field) {
        return field.is("Bcc") || field.is("Resent-Bcc");
    }

    @Override
    public Step pass(Taken message) {
        Header header = message.header();
        Optional<Reply> refusal = wrongFrom(header).or(() -> wrongSender(header));
        return refusal.<Step>map(Step.Answer::new).orElseGet(() -> new Step.Next(repaired(message)));
    }

    private Optional<Reply> wrongFrom(Header header) {
        List<HeaderField> fields = header.all("From");
        if (fields.isEmpty()) {
            return Optional.of(SubmissionReplies.NO_FROM);
        } else if (fields.size() > 1) {
            return Optional.of(SubmissionReplies.SEVERAL_FROM_FIELDS);
        }
        Optional<List<Address>> from = MailboxList.read(fields.getFirst().value());
        if (from.isEmpty() || from.get().isEmpty()) {
            return Optional.of(SubmissionReplies.UNREADABLE_FROM);
        } else if (from.get().size() > 1 && header.first("Sender").isEmpty()) {
            return Optional.of(SubmissionReplies.WHO_OF_THEM);
        }
        return notTheirs("From", from.get());
    }

    private Optional<Reply> wrongSender(Header header) {
        List<HeaderField> fields = header.all("Sender");
        if (fields.isEmpty()) {
            return Optional.empty();
        } else if (fields.size() > 1) {
            return Optional.of(SubmissionReplies.SEVERAL_SENDER_FIELDS);
        }
        return MailboxList.read(fields.getFirst().value())
                .filter(named -> named.size() == 1)
                .map(named -> notTheirs("Sender", named))
                .orElse(Optional.of(SubmissionReplies.UNREADABLE_SENDER));
    }

    private Optional<Reply> notTheirs(String field, List<Address> named) {
        return rights.flatMap(held -> named.stream()
                .filter(Predicate.not(address -> held.rights().allow(held.account(), address)))
                .findFirst()
                .map(address ->
                        SubmissionReplies.notYours(field, address, held.rights().named(held.account()))));
    }

    /** RFC 6409 §8.2 and §8.3. */
    private Taken repaired(Taken message) {
        Handling handling = message.handling();
        if (message.header().first("Date").isEmpty()) {
            Instant arrived = message.receipt().arrived();
            handling = handling.withField(Bytes.utf8("Date: " + MessageDate.format(arrived) + "\r\n"))
                    .saying("Date added");
        }
        if (message.header().first("Message-ID").isEmpty()) {
            String id = message.receipt().id() + "@" + hostName;
            handling = handling.withField(Bytes.utf8("Message-ID: <" + id + ">\r\n"))
                    .saying("Message-ID added");
        }
        return message.with(handling);
    }
}
