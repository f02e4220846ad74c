package org.maillon.filter;

import java.io.IOException;
import java.util.Optional;
import org.maillon.wire.smtp.Reply;

/** One message before one link. Whatever the filter does, each question has an answer: its own, or what {@code when-down} says. */
final class Hearing implements AutoCloseable {
    private static final Reply NOT_READY =
            Reply.of(451, "4.3.0", "A filter of this server is not ready; please try again later");

    private final FilterLink link;
    private final Examination examination;
    private final TimeLeft time;
    private Optional<Finding> settled = Optional.empty();
    private boolean entered;
    private boolean closed;
    private long size;

    Hearing(FilterLink link, Examination examination, TimeLeft time) {
        this.link = link;
        this.examination = examination;
        this.time = time;
    }

    /** What is asked of the filter; may throw anything that I/O throws. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    FilterLink link() {
        return link;
    }

    Verdict sender(Handover soFar) {
        return asked(() -> examination.sender(soFar)).orElseGet(this::whenSettled);
    }

    Verdict recipient(Handover soFar) {
        return asked(() -> examination.recipient(soFar)).orElseGet(this::whenSettled);
    }

    private Verdict whenSettled() {
        return settled.map(Finding::verdict).orElse(Verdict.accept());
    }

    void begin(Handover all) {
        var _ = asked(() -> {
            examination.begin(all);
            return Verdict.accept();
        });
    }

    void write(byte[] octets, int from, int length) {
        size += length;
        long most = link.setting().maxMessageSize().octets();
        if (settled.isEmpty() && size > most) {
            settle(Finding.of(Verdict.accept(), "not shown: larger than " + most + " octets (max-message-size)"));
            link.leftUnsaid();
        }
        var _ = asked(() -> {
            examination.write(octets, from, length);
            return Verdict.accept();
        });
    }

    Finding finish() {
        Optional<Finding> found = asked(examination::finish);
        if (found.isPresent()) {
            link.succeeded();
            settle(softened(found.get()));
        }
        return settled.orElseThrow();
    }

    /** A refusal may be meant as no more than a warning ({@code on-refusal}). */
    private Finding softened(Finding finding) {
        if (!(finding.verdict() instanceof Verdict.Reject)) {
            return finding;
        }
        Verdict verdict = switch (link.setting().onRefusal()) {
            case REJECT -> finding.verdict();
            case QUARANTINE -> new Verdict.Quarantine();
            case JUNK -> new Verdict.Junk();
        };
        return new Finding(verdict, finding.edits(), finding.why());
    }

    /** Empty where it is settled already, or is now because the filter is down. */
    private <T> Optional<T> asked(Question<T> question) {
        if (settled.isPresent()) {
            return Optional.empty();
        }
        time.start();
        try {
            if (!entered) {
                link.enter(time);
                entered = true;
            }
            return Optional.of(question.ask());
        } catch (IOException e) {
            down(e);
            return Optional.empty();
        } finally {
            time.stop();
        }
    }

    private void down(IOException e) {
        String why = FieldText.printable(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        if (entered) {
            link.failed(why);
        }
        settle(
                switch (link.setting().whenDown()) {
                    case TEMPFAIL -> Finding.of(new Verdict.Later(NOT_READY), "down: " + why);
                    case ACCEPT -> Finding.of(Verdict.accept(), "down, gone on without it: " + why);
                });
    }

    private void settle(Finding finding) {
        settled = Optional.of(finding);
        end();
    }

    private void end() {
        if (!closed) {
            closed = true;
            examination.close();
            if (entered) {
                link.leave();
            }
        }
    }

    /** Without {@link #finish} before it: the client has gone, or another link has decided. */
    @Override
    public void close() {
        if (settled.isEmpty() && entered) {
            link.leftUnsaid();
        }
        end();
    }
}
