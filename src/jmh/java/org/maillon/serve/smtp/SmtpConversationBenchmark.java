package org.maillon.serve.smtp;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.queue.Destination;
import org.maillon.queue.Recipient;
import org.maillon.submit.Incoming;
import org.maillon.submit.RecipientAnswer;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ForwardPath;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.SmtpReplies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The steps of one message within a conversation, from MAIL to the answer to its text; who judges and keeps says yes at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SmtpConversationBenchmark {
    private static final Address SENDER = new Address("anna", new Domain.Name("here.test"));
    private static final Address RECIPIENT = new Address("someone", new Domain.Name("sink.test"));
    private static final Reply TAKEN = SmtpReplies.done();

    private static final Incoming KEEPER = new Incoming() {
        @Override
        public void write(byte[] octets, int from, int length) {}

        @Override
        public Reply finish() {
            return TAKEN;
        }

        @Override
        public void close() {}
    };

    private final SmtpConversation conversation = new SmtpConversation(
            new SmtpHost("maillon.test", ServerId.DEFAULT, SENDER),
            Settings.defaults(SmtpSettings.class),
            () -> 50L << 20);

    private final Event mail = new Event.Said(new Command.Mail(new ReversePath.Sender(SENDER), MailParameters.NONE));
    private final Event rcpt =
            new Event.Said(new Command.Rcpt(new ForwardPath.Mailbox(RECIPIENT), RcptParameters.NONE, true));
    private final Event data = new Event.Said(new Command.Data());
    private final Event welcome = new Event.RecipientJudged(
            new RecipientAnswer.Welcome(new Recipient(RECIPIENT, RcptParameters.NONE, new Destination("discard"), 0)));

    private Standing standing = conversation
            .step(Standing.START, new Event.Said(new Command.Ehlo("client.example")))
            .next();

    @Benchmark
    public Object message() {
        step(mail);
        step(new Event.SenderJudged(Optional.empty()));
        step(rcpt);
        step(welcome);
        step(data);
        step(new Event.Opened(KEEPER));
        step(new Event.TextRead(Optional.empty()));
        return step(new Event.Finished(TAKEN));
    }

    private Outcome step(Event event) {
        Outcome outcome = conversation.step(standing, event);
        standing = outcome.next();
        return outcome;
    }
}
