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
    private final Means means;
    private final Optional<Login> login;

    /** @param holds whether what let somebody in would let them in now */
    public record Means(Directory directory, String hostName, SubmissionSettings settings, Predicate<Login> holds) {}

    private SubmissionStage(Means means, Optional<Login> login) {
        this.means = means;
        this.login = login;
    }

    /** For messages of those who have logged in, and all that come to the door for them. */
    public static Maker maker(Means means) {
        return (transaction, _) -> {
            Link link = transaction.client().link();
            boolean ours = link.login().isPresent() || link.role() == ListenerRole.SUBMISSION;
            return ours ? Optional.of(new SubmissionStage(means, link.login())) : Optional.empty();
        };
    }

    @Override
    public boolean hidesClient() {
        return means.settings().hideClientAddress();
    }

    /** RFC 5322 §3.6.3: who is written to in secret is told to the envelope alone. */
    @Override
    public boolean removes(HeaderField field) {
        return field.is("Bcc") || field.is("Resent-Bcc");
    }

    @Override
    public Step pass(Taken message) {
        if (login.filter(means.holds().negate()).isPresent()) {
            return new Step.Answer(SubmissionReplies.NOBODYS);
        }
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
        if (login.isEmpty() || !means.settings().ownSenderOnly()) {
            return Optional.empty();
        }
        Optional<Account> known = means.directory().account(login.get().account());
        if (known.isEmpty()) {
            return Optional.of(SubmissionReplies.NOBODYS);
        }
        Account account = known.get();
        SendingRights rights = means.directory().sendingRights();
        for (Address address : named) {
            switch (rights.judge(account, address)) {
                case ALLOWED -> {}
                case DENIED -> {
                    return Optional.of(SubmissionReplies.notYours(field, address, rights.named(account)));
                }
                case NOT_NOW -> {
                    return Optional.of(SubmissionReplies.directorySilent(address));
                }
            }
        }
        return Optional.empty();
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
            String id = message.receipt().id() + "@" + means.hostName();
            handling = handling.withField(Bytes.utf8("Message-ID: <" + id + ">\r\n"))
                    .saying("Message-ID added");
        }
        return message.with(handling);
    }
}
