package org.maillon.filter.milter;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.maillon.filter.Edit;
import org.maillon.filter.Examination;
import org.maillon.filter.Finding;
import org.maillon.filter.Handover;
import org.maillon.filter.TimeLeft;
import org.maillon.filter.Verdict;
import org.maillon.kernel.Bytes;

/** One message before a milter: each step as the client makes it, the body in chunks as it comes. */
final class MilterExamination implements Examination, FieldSplitter.Sink {
    private final MilterRoom room;
    private final TimeLeft time;
    private final FieldSplitter splitter = new FieldSplitter(this);
    private Optional<MilterTalk> talk = Optional.empty();
    private Optional<Handover> about = Optional.empty();
    private Optional<Finding> settled = Optional.empty();
    private boolean mailSaid;
    private int recipientsSaid;
    private boolean wantsNoMore;
    private byte[] chunk = new byte[0];
    private int filled;

    MilterExamination(MilterRoom room, TimeLeft time) {
        this.room = room;
        this.time = time;
    }

    @Override
    public Verdict sender(Handover soFar) throws IOException {
        about = Optional.of(soFar);
        greet(soFar);
        if (settled.isEmpty()) {
            mailSaid = true;
            settle(ask(Step.MAIL, soFar, Packets.mail(soFar.sender(), soFar.parameters())));
        }
        return verdict();
    }

    /** A refusal is about this one, and the dialogue goes on; to accept here is to accept the whole message. */
    @Override
    public Verdict recipient(Handover soFar) throws IOException {
        if (!mailSaid && settled.isEmpty()) {
            sender(soFar);
        }
        if (settled.isPresent()) {
            return verdict();
        }
        about = Optional.of(soFar);
        Handover.Addressee last = soFar.to().getLast();
        Answer answer = ask(Step.RCPT, soFar, Packets.rcpt(last.address(), last.parameters()));
        if (answer instanceof Answer.Refuse(var reply)) {
            return refusal(reply);
        }
        recipientsSaid++;
        settle(answer);
        return verdict();
    }

    @Override
    public void begin(Handover all) throws IOException {
        if (!mailSaid && settled.isEmpty()) {
            sender(all);
        }
        if (recipientsSaid == 0 && settled.isEmpty()) {
            nameRecipients(all);
        }
        about = Optional.of(all);
        if (settled.isEmpty()) {
            settle(ask(Step.DATA, all, Packets.DATA));
        }
    }

    /** Too late to refuse one of them alone: the client has been told that all are taken. */
    private void nameRecipients(Handover all) throws IOException {
        for (int i = 1; i <= all.to().size() && settled.isEmpty(); i++) {
            Handover upTo = new Handover(
                    all.visitor(), all.sender(), all.parameters(), all.to().subList(0, i), all.id());
            Handover.Addressee one = upTo.to().getLast();
            settle(ask(Step.RCPT, upTo, Packets.rcpt(one.address(), one.parameters())));
        }
    }

    private void greet(Handover soFar) throws IOException {
        MilterTalk taken = room.take(time);
        talk = Optional.of(taken);
        settle(ask(Step.CONNECT, soFar, Packets.connect(soFar.visitor())));
        if (settled.isEmpty()) {
            settle(ask(Step.HELO, soFar, Packets.helo(soFar.visitor().greeting())));
        }
    }

    private Answer ask(Step step, Handover soFar, byte[] packet) throws IOException {
        MilterTalk with = talk.orElseThrow();
        return with.ask(step, new Macros(with.options()).at(step, soFar), packet, time);
    }

    private void settle(Answer answer) {
        switch (answer) {
            case Answer.Accept _ -> settled = Optional.of(Finding.of(Verdict.accept(), "accepted before the end"));
            case Answer.Discard _ -> settled = Optional.of(Finding.of(new Verdict.Discard(), "discarded"));
            case Answer.Refuse(var reply) -> settled = Optional.of(Finding.of(refusal(reply), reply.toString()));
            case Answer.Skip _ -> wantsNoMore = true;
            case Answer.Continue _,
                    Answer.Progress _,
                    Answer.Quarantine _,
                    Answer.Change _,
                    Answer.Negotiation _,
                    Answer.Garbage _ -> {}
        }
    }

    private static Verdict refusal(org.maillon.wire.smtp.Reply reply) {
        return reply.isPermanent() ? new Verdict.Reject(reply) : new Verdict.Later(reply);
    }

    private Verdict verdict() {
        return settled.map(Finding::verdict).orElse(Verdict.accept());
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        if (settled.isEmpty()) {
            splitter.feed(octets, from, length);
        }
    }

    @Override
    public void field(String name, Bytes value) throws IOException {
        if (settled.isEmpty()) {
            boolean asItIs = talk.orElseThrow().options().keepsLeadingSpace();
            settle(ask(Step.HEADER, Packets.header(name, asItIs ? value : withoutSpace(value))));
        }
    }

    /** Milters of old expect the value alone. */
    private static Bytes withoutSpace(Bytes value) {
        int from = 0;
        while (from < value.length() && (value.at(from) == ' ' || value.at(from) == '\t')) {
            from++;
        }
        return value.slice(from, value.length());
    }

    @Override
    public void endOfHeader() throws IOException {
        if (settled.isEmpty()) {
            settle(ask(Step.END_OF_HEADER, about.orElseThrow(), Packets.END_OF_HEADER));
        }
    }

    private Answer ask(Step step, byte[] packet) throws IOException {
        return talk.orElseThrow().ask(step, java.util.Map.of(), packet, time);
    }

    /** Gathered into chunks as large as the protocol has them: each may cost a way there and back. */
    @Override
    public void body(byte[] octets, int from, int length) throws IOException {
        if (!Step.BODY.isWanted(talk.orElseThrow().options().steps())) {
            return;
        }
        int at = from;
        int left = length;
        while (left > 0 && settled.isEmpty() && !wantsNoMore) {
            if (chunk.length == 0) {
                chunk = new byte[Packets.CHUNK];
            }
            int step = Math.min(left, Packets.CHUNK - filled);
            System.arraycopy(octets, at, chunk, filled, step);
            filled += step;
            at += step;
            left -= step;
            if (filled == Packets.CHUNK) {
                sendChunk();
            }
        }
    }

    private void sendChunk() throws IOException {
        if (filled > 0 && settled.isEmpty() && !wantsNoMore) {
            settle(ask(Step.BODY, Packets.body(chunk, 0, filled)));
        }
        filled = 0;
    }

    @Override
    public Finding finish() throws IOException {
        if (settled.isEmpty()) {
            splitter.end();
            sendChunk();
        }
        Finding finding = settled.isPresent() ? settled.get() : lastWord();
        boolean mayStay = settled.isEmpty();
        MilterTalk with = talk.orElseThrow();
        if (!mayStay) {
            with.send(Packets.ABORT, time);
        }
        talk = Optional.empty();
        room.giveBack(with, time);
        return finding;
    }

    private Finding lastWord() throws IOException {
        MilterTalk with = talk.orElseThrow();
        Changes changes = new Changes();
        Answer answer =
                with.finish(new Macros(with.options()).at(Step.END_OF_MESSAGE, about.orElseThrow()), changes, time);
        List<Edit> edits = changes.edits();
        return switch (answer) {
            case Answer.Discard _ -> Finding.of(new Verdict.Discard(), "discarded");
            case Answer.Refuse(var reply) -> Finding.of(refusal(reply), reply.toString());
            case Answer.Continue _,
                    Answer.Accept _,
                    Answer.Skip _,
                    Answer.Progress _,
                    Answer.Quarantine _,
                    Answer.Change _,
                    Answer.Negotiation _,
                    Answer.Garbage _ ->
                changes.quarantine()
                        .map(why -> new Finding(new Verdict.Quarantine(), edits, why))
                        .orElseGet(() -> new Finding(Verdict.accept(), edits, words(edits)));
        };
    }

    private static String words(List<Edit> edits) {
        return edits.isEmpty()
                ? "accepted"
                : "accepted, " + edits.size() + (edits.size() == 1 ? " change" : " changes");
    }

    @Override
    public void close() {
        talk.ifPresent(MilterTalk::close);
        talk = Optional.empty();
    }
}
