package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Gatehouse.BY_WEB;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Authenticator.Interactive;
import org.maillon.kernel.Secret;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.Fault;
import org.maillon.wire.sasl.Move;

/** What the authenticator answers at an address that is blocked for what others failed there. */
class BlockedAddressTest {
    private static final String PASSWORD = "love lace";

    private final Directory directory = Town.withAda(new ModelStore(), "scram-iterations", "4096");
    private final Gatehouse gate = new Gatehouse(directory);

    private long cost(String login, String password) {
        long before = directory.passwords().computed();
        gate.password(login, password);
        return directory.passwords().computed() - before;
    }

    /** Whoever is let try there has the right password or is answered as those who are not let try. */
    @ParameterizedTest
    @CsvSource({
        "true,  ada@example.org, love lace, true",
        "true,  ada@example.org, wrong,     false",
        "true,  bob@example.org, love lace, false",
        "false, ada@example.org, love lace, false",
        "false, ada@example.org, wrong,     false",
        "false, bob@example.org, wrong,     false",
    })
    void atABlockedAddressAllWhoFailAreAnsweredAlike(boolean lets, String login, String password, boolean granted) {
        gate.narrow = Optional.of(lets);
        Answer blocked = new Answer.Blocked("Wait behind the door");

        Decision decision = gate.password(login, password);
        assertThat(decision.isGranted()).isEqualTo(granted);
        assertThat(gate.heard).containsExactly("asked " + login, (granted ? "succeeded " : "refused ") + login);
        gate.heard.clear();
        Move move = AuthenticatorTest.scram(gate, login, password);
        assertThat(gate.heard).containsExactly("asked " + login, (granted ? "succeeded " : "refused ") + login);
        Interactive interactive =
                gate.authenticator().interactive(BY_WEB, login, Secret.utf8(password), Optional.empty());
        if (granted) {
            assertThat(move).isInstanceOf(Move.Challenge.class);
            assertThat(interactive).isInstanceOf(Interactive.Granted.class);
        } else {
            assertThat(decision.answer()).isEqualTo(blocked);
            assertThat(move).isEqualTo(new Move.Failed(Fault.LATER, Optional.of("Wait behind the door")));
            assertThat(interactive).isEqualTo(new Interactive.Blocked("Wait behind the door"));
        }
    }

    /** The right password would else be told from a wrong one: it may be remembered, and then costs nothing. */
    @Test
    void whoIsNotLetTryCostsNothingWhateverThePassword() {
        assertThat(cost("ada@example.org", PASSWORD)).isPositive();
        gate.narrow = Optional.of(false);
        for (String login : List.of("ada@example.org", "bob@example.org")) {
            assertThat(cost(login, PASSWORD)).isZero();
            assertThat(cost(login, "wrong")).isZero();
        }
    }
}
