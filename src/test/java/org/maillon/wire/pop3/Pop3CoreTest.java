package org.maillon.wire.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.Bytes;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.ClientLine;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.SaslFacts;

class Pop3CoreTest {
    private static final SaslFacts EXCHANGE = new SaslFacts(
            Set.of(Mechanism.PLAIN, Mechanism.LOGIN), Optional.empty(), "nonce", SaslFacts.BearerHint.NONE);
    private static final Pop3Core CORE = core(true);

    private static Pop3Core core(boolean isPrivate) {
        List<Mechanism> offered = isPrivate ? List.of(Mechanism.PLAIN, Mechanism.LOGIN) : List.of();
        return new Pop3Core(
                new Pop3Facts(isPrivate, 3, 5, false, new Pop3Facts.Sasl(offered, Optional.empty())), () -> EXCHANGE);
    }

    @Test
    void closesAtTheLastWrongPasswordAllowed() {
        Pop3State state = Pop3Core.start();
        for (int failures = 1; failures < 3; failures++) {
            Pop3Core.Outcome outcome = wrongPassword(state);
            assertThat(outcome.effect()).isInstanceOf(Pop3Effect.Say.class);
            state = outcome.next();
        }

        assertThat(wrongPassword(state).next()).isEqualTo(new Pop3State.Closed());
    }

    @Test
    void closesAtTheLastErrorAllowed() {
        Pop3State state = Pop3Core.start();
        for (int errors = 1; errors < 5; errors++) {
            state = step(state, "NONSENSE").next();
            assertThat(state).isInstanceOf(Pop3State.Authorization.class);
        }

        assertThat(step(state, "NONSENSE").effect()).isEqualTo(new Pop3Effect.SayAndClose(Pop3Reply.tooManyErrors()));
    }

    @Test
    void errorsBeforeLogInCountAfterItToo() {
        Pop3State state =
                step(step(Pop3Core.start(), "RETR 1").next(), "RETR 1").next();
        state = loggedIn(state, 1);
        state = step(step(state, "RETR 9").next(), "RETR 9").next();

        assertThat(step(state, "RETR 9").next()).isEqualTo(new Pop3State.Closed());
    }

    @Test
    void aDropOfTheConnectionLeavesNothingToDelete() {
        Pop3State state = step(loggedIn(Pop3Core.start(), 3), "DELE 2").next();

        assertThat(state).isNotInstanceOf(Pop3State.Update.class);
    }

    @Test
    void onlyQuitTurnsMarksIntoDeletions() {
        Pop3State state = loggedIn(Pop3Core.start(), 5);
        state = step(step(state, "DELE 4").next(), "DELE 2").next();

        assertThat(step(state, "QUIT").next()).isEqualTo(new Pop3State.Update(List.of(102L, 104L)));
        assertThat(step(step(state, "RSET").next(), "QUIT").next()).isEqualTo(new Pop3State.Closed());
    }

    @Test
    void numbersStayTheSameWhenOthersAreMarked() {
        Pop3State state = step(loggedIn(Pop3Core.start(), 3), "DELE 1").next();

        assertThat(step(state, "LIST 3").effect()).isEqualTo(new Pop3Effect.Say(Pop3Reply.one("3 30")));
        assertThat(step(state, "STAT").effect()).isEqualTo(new Pop3Effect.Say(Pop3Reply.one("2 50")));
        assertThat(((Pop3Effect.Show) step(state, "UIDL").effect()).lines()).containsExactly("2 9.102", "3 9.103");
    }

    @Test
    void marksOfAHundredThousandMessagesAreAllKept() {
        Marks marks = Marks.NONE;
        for (int number = 100_000; number > 0; number -= 3) {
            marks = marks.with(number).with(number);
        }

        assertThat(marks.count()).isEqualTo(33_334);
        assertThat(marks.numbers().boxed().toList())
                .isEqualTo(IntStream.rangeClosed(1, 100_000)
                        .filter(n -> n % 3 == 1)
                        .boxed()
                        .toList());
    }

    @Test
    void takesNoPasswordWhereItCouldBeOverheard() {
        Pop3Core core = core(false);

        assertThat(core.step(Pop3Core.start(), new Pop3Command.Pass(Bytes.utf8("x")))
                        .effect())
                .isEqualTo(new Pop3Effect.Say(Pop3Reply.unprotected()));
        assertThat(((Pop3Effect.Show) core.step(Pop3Core.start(), new Pop3Command.Capa())
                                .effect())
                        .lines())
                .doesNotContain("USER")
                .noneMatch(line -> line.startsWith("SASL"));
        assertThat(core.step(Pop3Core.start(), new Pop3Command.Auth("PLAIN", Optional.empty()))
                        .effect())
                .isEqualTo(new Pop3Effect.Say(Pop3Reply.unprotected()));
    }

    /** RFC 5034 §4. */
    @Test
    void authAsksAndIsAnswered() {
        Pop3Core.Outcome challenged = step(Pop3Core.start(), "AUTH PLAIN");
        assertThat(challenged.effect()).isEqualTo(new Pop3Effect.Say(Pop3Reply.challenge(Bytes.EMPTY)));
        assertThat(challenged.effect().toString()).contains("+ ");
        Pop3Core.Outcome asked = CORE.hear(
                (Pop3State.Authenticating) challenged.next(), new ClientLine.Response(Bytes.utf8("\0ada\0x")));
        assertThat(asked.effect()).isInstanceOf(Pop3Effect.Ask.class);
        assertThat(CORE.answered(asked.next(), new Answer.Granted()).effect()).isEqualTo(new Pop3Effect.Enter());
        assertThat(CORE.answered(asked.next(), new Answer.Later()).effect())
                .isEqualTo(new Pop3Effect.Say(Pop3Reply.notNow(Optional.empty())));
    }

    @Test
    void authIsGivenUpByAStarAndByWhatIsNoBase64() {
        Pop3State.Authenticating at =
                (Pop3State.Authenticating) step(Pop3Core.start(), "AUTH LOGIN").next();
        assertThat(CORE.hear(at, new ClientLine.Cancelled()).effect())
                .isEqualTo(new Pop3Effect.Say(Pop3Reply.cancelled()));
        assertThat(CORE.hear(at, new ClientLine.Broken()).effect()).isEqualTo(new Pop3Effect.Say(Pop3Reply.noBase64()));
        assertThat(CORE.hear(at, new ClientLine.Broken()).next()).isInstanceOf(Pop3State.Authorization.class);
        assertThat(step(Pop3Core.start(), "AUTH PLAIN !").effect()).isEqualTo(new Pop3Effect.Say(Pop3Reply.noBase64()));
        assertThat(CORE.refuse(at, Pop3Reply.lineTooLong(9)).next()).isInstanceOf(Pop3State.Authorization.class);
    }

    @Test
    void otherMechanismsAreNotTaken() {
        assertThat(step(Pop3Core.start(), "AUTH SCRAM-SHA-256").effect())
                .isEqualTo(new Pop3Effect.Say(Pop3Reply.unknownMechanism()));
        assertThat(step(Pop3Core.start(), "AUTH CRAM-MD5").effect())
                .isEqualTo(new Pop3Effect.Say(Pop3Reply.unknownMechanism()));
    }

    @Test
    void everyStatusLineFitsTheBound() {
        // RFC 2449 §4: 512 octets, CRLF included
        assertThat(Pop3Reply.unprotected().toString().length() + 2).isLessThanOrEqualTo(512);
        assertThat(Pop3Reply.unknown("A".repeat(16), Pop3Verb.usableIn(Pop3Verb.Phase.TRANSACTION))
                        .toString()
                        .length())
                .isLessThanOrEqualTo(510);
    }

    private static Pop3Core.Outcome wrongPassword(Pop3State state) {
        Pop3State named = step(state, "USER ada").next();
        Pop3Core.Outcome asked = step(named, "PASS wrong");
        assertThat(asked.effect()).isInstanceOf(Pop3Effect.Ask.class);
        return CORE.answered(asked.next(), new Answer.Denied());
    }

    private static Pop3State loggedIn(Pop3State state, int messages) {
        Maildrop.Gathering gathering = Maildrop.gather(9);
        for (int number = 1; number <= messages; number++) {
            gathering.add(100 + number, number * 10L);
        }
        Pop3State asked = step(step(state, "USER ada").next(), "PASS right").next();
        Pop3Core.Outcome entering = CORE.answered(asked, new Answer.Granted());
        assertThat(entering.effect()).isEqualTo(new Pop3Effect.Enter());
        return CORE.access(entering.next(), new Pop3Access.Granted(gathering.done()))
                .next();
    }

    private static Pop3Core.Outcome step(Pop3State state, String line) {
        return CORE.step(state, Pop3Grammar.parse(Bytes.utf8(line)));
    }
}
