package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.hosting.Attempt;
import org.maillon.hosting.Block;
import org.maillon.hosting.Scope;
import org.maillon.kernel.Secret;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.Question;

/** The program as it is joined, and what somebody outside meets who guesses: those whom no test on loopback can play. */
class GateTest {
    private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");
    private static final InetAddress OTHER = InetAddress.ofLiteral("198.51.100.1");
    private static final String ADA = "ada@maillon.test";
    private static final String WRONG = "wrong-Marker-6d1f";

    @TempDir
    Path folder;

    private Maillon office;
    private String password = "";

    @BeforeEach
    void open() throws IOException, CannotStartException {
        Files.writeString(
                folder.resolve(ConfigReader.FILE),
                "[guard]\ndelay-first = \"150ms\"\ndelay-most = \"150ms\"\naddress-failures = 3\n");
        if (!(ConfigReader.read(Optional.empty(), folder) instanceof ConfigOutcome.Good(var loaded))) {
            throw new AssertionError("not read");
        }
        office = Maillon.open(loaded);
        password = office.demo().orElseThrow().passwords().getOrDefault(ADA, "");
    }

    @AfterEach
    void close() {
        office.close();
    }

    private Answer logIn(InetAddress from, Scope scope, String word) {
        Question question = new Question.Password(Optional.empty(), ADA, Secret.utf8(word));
        return office.logIns().answer(new Attempt(from, scope), question).answer();
    }

    @Test
    void wrongPasswordsSlowDownThenBlockAndTheBlockIsUndone() {
        assertThat(logIn(STRANGER, Scope.SMTP, WRONG)).isInstanceOf(Answer.Denied.class);
        long start = System.nanoTime();
        assertThat(logIn(STRANGER, Scope.POP3, WRONG)).isInstanceOf(Answer.Denied.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        assertThat(office.guard().blocks()).isEmpty();
        assertThat(logIn(STRANGER, Scope.SMTP, WRONG)).isInstanceOf(Answer.Denied.class);
        assertThat(logIn(STRANGER, Scope.POP3, password)).isInstanceOf(Answer.Blocked.class);
        assertThat(logIn(STRANGER, Scope.SMTP, password)).isInstanceOf(Answer.Blocked.class);
        assertThat(office.guard().blocks()).extracting(Block::whom).containsExactly("203.0.113.9");
        assertThat(logIn(OTHER, Scope.SMTP, password)).isInstanceOf(Answer.Granted.class);
        assertThat(office.guard().unblock("203.0.113.9")).isTrue();
        assertThat(logIn(STRANGER, Scope.SMTP, password)).isInstanceOf(Answer.Granted.class);
    }
}
