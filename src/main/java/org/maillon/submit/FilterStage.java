package org.maillon.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.maillon.filter.Edit;
import org.maillon.filter.FieldText;
import org.maillon.filter.FilterChain;
import org.maillon.filter.HeaderEditor;
import org.maillon.filter.Verdict;
import org.maillon.kernel.Bytes;
import org.maillon.queue.Destination;
import org.maillon.queue.Recipient;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.message.Header;
import org.maillon.wire.smtp.Reply;

/** Shows a message to the filters while it comes, and carries out what they find. */
final class FilterStage implements Stage {
    private static final Bytes FLAG = FieldText.field("X-Spam-Flag", Bytes.utf8("YES"));
    private static final int REFUSALS_TOLD = 20;

    private final Filtering filtering;
    private final FilterChain.Passing passing;
    private Optional<Runnable> afterwards = Optional.empty();

    FilterStage(Filtering filtering, FilterChain.Passing passing) {
        this.filtering = filtering;
        this.passing = passing;
    }

    @Override
    public void writeKept(byte[] octets, int from, int length) {
        passing.write(octets, from, length);
    }

    @Override
    public boolean holdsHeader() {
        return passing.mayChangeHeader();
    }

    @Override
    public Step pass(Taken message) {
        FilterChain.Outcome outcome = passing.finish();
        return switch (outcome.verdict()) {
            case Verdict.Reject(Reply reply) -> refused(message, reply);
            case Verdict.Later(Reply reply) -> refused(message, reply);
            case Verdict.Discard _ -> discarded(message, outcome);
            case Verdict.Quarantine _ ->
                next(message, outcome, handling -> handling.with(new Disposition.Quarantine(outcome.by())));
            case Verdict.Junk _ ->
                next(
                        message,
                        outcome,
                        handling -> handling.with(new Disposition.Junk(outcome.by()))
                                .withField(FLAG));
            case Verdict.Accept _ -> next(message, outcome, handling -> handling);
        };
    }

    private Step refused(Taken message, Reply reply) {
        filtering.tellRefusal(message.transaction(), reply, REFUSALS_TOLD);
        return new Step.Answer(reply);
    }

    private Step discarded(Taken message, FilterChain.Outcome outcome) {
        String why = "discarded by " + outcome.by();
        afterwards = Optional.of(() -> filtering.remove(message.receipt().id(), why));
        return new Step.Next(message.with(told(message, outcome).handling().with(new Disposition.Quarantine(why))));
    }

    private Step next(Taken message, FilterChain.Outcome outcome, UnaryOperator<Handling> disposition) {
        Taken edited = edited(told(message, outcome), outcome);
        if (edited.transaction().recipients().isEmpty()) {
            return discarded(message, outcome); // nobody is left to whom it goes: taken, as milters mean it, and ended
        }
        return new Step.Next(edited.with(disposition.apply(edited.handling())));
    }

    private static Taken told(Taken message, FilterChain.Outcome outcome) {
        Handling handling = message.handling();
        for (String words : outcome.said()) {
            handling = handling.saying(words);
        }
        return message.with(handling);
    }

    private Taken edited(Taken message, FilterChain.Outcome outcome) {
        List<Edit> edits = outcome.edits();
        return edits.isEmpty() ? message : withOtherFields(message.with(withOtherEnvelope(message, edits)), outcome);
    }

    private Transaction withOtherEnvelope(Taken message, List<Edit> edits) {
        Transaction transaction = message.transaction();
        List<Recipient> recipients = new ArrayList<>(transaction.recipients());
        ReversePath sender = transaction.sender();
        for (Edit edit : edits) {
            switch (edit) {
                case Edit.AddRecipient(Address address, String parameters) -> add(recipients, address, parameters);
                case Edit.RemoveRecipient(Address address) ->
                    recipients.removeIf(one -> isSame(one.address(), address));
                case Edit.ChangeSender(var other, String _) -> sender = other;
                case Edit.AddField _, Edit.ChangeField _, Edit.RemoveField _, Edit.ReplaceBody _ -> {}
            }
        }
        return new Transaction(transaction.client(), sender, transaction.parameters(), recipients);
    }

    private void add(List<Recipient> recipients, Address address, String parameters) {
        if (recipients.stream().noneMatch(one -> isSame(one.address(), address))) {
            Destination lane = filtering.lane(address);
            recipients.add(new Recipient(address, Filtering.parameters(address, parameters), lane, 0));
        }
    }

    private static boolean isSame(Address one, Address other) {
        return one.toString().equalsIgnoreCase(other.toString());
    }

    private static Taken withOtherFields(Taken message, FilterChain.Outcome outcome) {
        Optional<Taken.Front> front = message.text().front();
        if (front.isEmpty()) {
            return message;
        }
        Header before = Header.of(front.get().header());
        HeaderEditor.Edited edited = HeaderEditor.apply(before, outcome.wishes());
        Optional<Bytes> body = body(outcome.edits());
        Bytes end = before.end().length() == 0 && body.isPresent() ? Bytes.utf8("\r\n") : before.end();
        Bytes header = edited.header().plus(end);
        Taken.Text text = new Taken.Text(
                Header.of(header),
                message.text().kept(),
                message.text().seen(),
                Optional.of(new Taken.Front(front.get().trace(), header, body)),
                message.text().content());
        Taken changed = message.with(text);
        return edited.above().length() == 0
                ? changed
                : changed.with(changed.handling().withField(edited.above()));
    }

    private static Optional<Bytes> body(List<Edit> edits) {
        return edits.stream()
                .filter(Edit.ReplaceBody.class::isInstance)
                .map(edit -> ((Edit.ReplaceBody) edit).body())
                .reduce((_, last) -> last);
    }

    @Override
    public void close() {
        passing.close();
        afterwards.ifPresent(Runnable::run);
    }
}
