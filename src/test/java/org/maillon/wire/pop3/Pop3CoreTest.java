package org.maillon.wire.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.Bytes;

class Pop3CoreTest {
    private static final Pop3Core CORE = new Pop3Core(new Pop3Facts(true, 3, 5, false));

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
        assertThat(step(state, "STAT").effect()).isEqualTo(new Pop3Effect.Say(new Pop3Reply(true, "2 50")));
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
        Pop3Core core = new Pop3Core(new Pop3Facts(false, 3, 5, false));

        assertThat(core.step(Pop3Core.start(), new Pop3Command.Pass(Bytes.utf8("x")))
                        .effect())
                .isEqualTo(new Pop3Effect.Say(Pop3Reply.unprotected()));
        assertThat(((Pop3Effect.Show) core.step(Pop3Core.start(), new Pop3Command.Capa())
                                .effect())
                        .lines())
                .doesNotContain("USER");
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
        assertThat(asked.effect()).isInstanceOf(Pop3Effect.CheckPassword.class);
        return CORE.access(asked.next(), new Pop3Access.WrongPassword());
    }

    private static Pop3State loggedIn(Pop3State state, int messages) {
        Maildrop.Gathering gathering = Maildrop.gather(9);
        for (int number = 1; number <= messages; number++) {
            gathering.add(100 + number, number * 10L);
        }
        return CORE.access(state, new Pop3Access.Granted(gathering.done())).next();
    }

    private static Pop3Core.Outcome step(Pop3State state, String line) {
        return CORE.step(state, Pop3Grammar.parse(Bytes.utf8(line)));
    }
}
