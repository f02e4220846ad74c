package org.maillon.serve.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.Proof;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.MemoryTransport;
import org.maillon.submit.Client;
import org.maillon.submit.ListenerRole;
import org.maillon.submit.Login;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.ClientLine;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.SaslFacts;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.Reply;

class LogInDialogueTest {
    private static final Login ADA = new Login(
            new AccountId(7),
            TenantId.DEFAULT,
            Address.parse("ada@example.org").asOptional().orElseThrow(),
            "PLAIN",
            new Proof.Elsewhere());
    private static final Event GUESS =
            new Event.Said(new Command.Auth("PLAIN", Optional.of(ClientLine.encode(Bytes.utf8("\0ada\0x")))));

    private final SmtpConversation conversation = new SmtpConversation(
            Fixture.host(),
            Fixture.settings(),
            () -> 1000,
            new LogInDialogue(
                    "mail.example",
                    3,
                    (offered, exporter) ->
                            new SaslFacts(Set.copyOf(offered), exporter, "nonce", SaslFacts.BearerHint.NONE)));

    private static Standing greeted(LogInOffer offer) {
        return Standing.start(Standing.Protection.NONE, offer)
                .in(new State.Identified(new State.Hello("client", true)));
    }

    private static LogInOffer offering(Mechanism... mechanisms) {
        return new LogInOffer(true, true, List.of(mechanisms), Optional.empty());
    }

    private Outcome after(Standing start, Event... events) {
        Outcome outcome = new Outcome(start, List.of(), List.of());
        for (Event event : events) {
            outcome = conversation.step(outcome.next(), event);
        }
        return outcome;
    }

    private static Event answered(Answer answer) {
        return new Event.HouseAnswered(answer, answer instanceof Answer.Granted ? Optional.of(ADA) : Optional.empty());
    }

    @Test
    void whoHasLoggedInIsSoUntilTheEnd() {
        Standing in = after(greeted(offering(Mechanism.PLAIN)), GUESS, answered(new Answer.Granted()))
                .next();
        assertThat(in.access().login()).contains(ADA);
        Standing later = after(
                        in,
                        new Event.Said(new Command.Ehlo("again")),
                        new Event.Said(new Command.Rset()),
                        new Event.Misread(Reply.of(500, "5.5.2", "what?")))
                .next();
        assertThat(later.access().login()).contains(ADA);
        assertThat(after(greeted(offering(Mechanism.PLAIN)), GUESS, answered(new Answer.Denied()))
                        .next()
                        .access()
                        .login())
                .isEmpty();
    }

    @Test
    void whatCouldNotBeAskedIsATemporaryAnswer() {
        Outcome outcome = after(greeted(offering(Mechanism.PLAIN)), GUESS, new Event.Failed(false));
        assertThat(outcome.replies()).extracting(Reply::code).containsExactly(454);
        assertThat(outcome.next().state()).isInstanceOf(State.Identified.class);
    }

    /** SCRAM has granted before its last word is said; only that makes a log-in of it. */
    @Test
    void nobodyIsLoggedInBeforeTheLastWord() {
        Standing at = greeted(offering(Mechanism.LOGIN))
                .in(new State.Authenticating(
                        new State.Hello("client", true),
                        Mechanism.SCRAM_SHA_256,
                        _ -> new org.maillon.wire.sasl.Move.Succeeded(),
                        Optional.of(ADA)));
        assertThat(after(at, new Event.Responded(new ClientLine.Cancelled()))
                        .next()
                        .access()
                        .login())
                .isEmpty();
        assertThat(after(at, new Event.Misread(Reply.of(500, "5.5.2", "x")))
                        .next()
                        .access()
                        .login())
                .isEmpty();
        assertThat(after(at, new Event.Responded(new ClientLine.Response(Bytes.EMPTY)))
                        .next()
                        .access()
                        .login())
                .contains(ADA);
    }

    /** RFC 4954 §4 and §6: not offered, and refused all the same if tried. */
    @Test
    void whoCouldBeOverheardIsOfferedNothingAndTakenNothing() throws IOException {
        MemoryTransport transport = MemoryTransport.of(
                "EHLO c\r\nAUTH PLAIN AGFkYQBsb3ZlIGxhY2U=\r\nMAIL FROM:<ada@example.org>\r\nQUIT\r\n");
        Connection connection = new Connection(transport);
        Fixture.submission(new RecordingIntake()).converse(connection);
        connection.flush();
        assertThat(transport.written())
                .doesNotContain("250-AUTH")
                .doesNotContain("250 AUTH")
                .contains("\r\n538 5.7.11 ")
                .contains("\r\n530 5.7.0 ");
    }

    @Test
    void whereAuthIsNoMatterItIsNoCommand() throws IOException {
        MemoryTransport transport =
                MemoryTransport.of("EHLO c\r\nAUTH PLAIN AGFkYQB4\r\nQUIT\r\n").from("127.0.0.1");
        Connection connection = new Connection(transport);
        Fixture.server(new RecordingIntake(), Fixture.settings()).converse(connection);
        connection.flush();
        assertThat(transport.written()).contains("\r\n502 5.5.1 ").doesNotContain("AUTH PLAIN");
    }

    @Test
    void theMessageKnowsWhoHasLoggedIn() throws IOException {
        RecordingIntake intake = new RecordingIntake();
        MemoryTransport transport = MemoryTransport.of("EHLO c\r\nAUTH PLAIN AGFkYQBsb3ZlIGxhY2U=\r\n"
                        + "MAIL FROM:<ada@example.org>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nHello\r\n.\r\nQUIT\r\n")
                .from("127.0.0.1");
        Fixture.submission(intake).converse(new Connection(transport));
        Client client = intake.taken.getFirst().transaction().client();
        assertThat(client.protocol()).isEqualTo("ESMTPA");
        assertThat(client.link().role()).isEqualTo(ListenerRole.SUBMISSION);
        assertThat(client.link().login()).contains(ADA);
    }
}
