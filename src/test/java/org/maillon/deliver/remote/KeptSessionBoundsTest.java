package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Settings;
import org.maillon.verify.Answer;
import org.maillon.verify.Passage;
import org.maillon.wire.smtp.MailParameters;

/** What questions cost in kept sessions, and how many each client may have. */
class KeptSessionBoundsTest extends KeptSessionRig {
    @Test
    void eachNameThatIsAskedAboutInAKeptSessionCounts() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + CAROL + OK + BODY + BYE);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("per-minute", "2"), peer)) {
            assertThat(rig.askFor(passage, BOB)).isInstanceOf(Answer.Said.class);
            assertThat(rig.askFor(passage, "carol@example.org")).isInstanceOf(Answer.Said.class);
            assertThat(rig.askFor(passage, "dora@example.org")).isInstanceOf(Answer.NotAsked.class);
            assertThat(rig.prober.keptSessions()).as("kept all the same").isEqualTo(1);
            assertDelivered(rig.deliver(passage, BOB, "carol@example.org"));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void aNameThatWasMadeUpCountsToo() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + MADE_UP + NO + BODY + BYE);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("per-minute", "2"), peer)) {
            assertThat(rig.askBothFor(passage, BOB)).isInstanceOf(Answer.Said.class);
            assertThat(rig.askFor(passage, "carol@example.org")).isInstanceOf(Answer.NotAsked.class);
            assertDelivered(rig.deliver(passage, BOB));
            rig.delivery.close();
            peer.finish();
        }
    }

    @Test
    void whereAllPlacesAreTakenDnsIsNotAskedEither() {
        try (ScriptedPeer peer = new ScriptedPeer(Scripts.GREETS + MAIL + RCPT + CAROL + OK + BODY + BYE);
                ProbeRig rig = new ProbeRig(InstantSource.system(), Map.of("in-all", "1"), peer)) {
            rig.askFor(passage, BOB);
            assertThat(rig.askFor(new Passage(MailParameters.NONE), BOB)).isInstanceOf(Answer.NotAsked.class);
            assertThat(rig.lookups).hasValue(1);
            assertThat(rig.askFor(passage, "carol@example.org"))
                    .as("in the place of its own session")
                    .isInstanceOf(Answer.Said.class);
            assertDelivered(rig.deliver(passage, BOB, "carol@example.org"));
            rig.delivery.close();
            peer.finish();
        }
    }

    @ParameterizedTest(name = "of {0} kept, one client has {1}")
    @CsvSource({"3, 1", "4, 1", "7, 1", "8, 2"})
    void oneClientHasAQuarterOfWhatIsKeptAtMost(int most, int quarter) {
        ProbeSettings settings = Settings.read(ProbeSettings.class, Map.of("kept", String.valueOf(most)));
        KeptSessions kept = new KeptSessions(settings, InstantSource.system());
        ProbeBudget budget = new ProbeBudget(settings, InstantSource.system());
        Passage eves = new Passage(MailParameters.NONE, "192.0.2.66");
        for (int i = 0; i <= quarter; i++) {
            assertThat(kept.keep(eves, silentSession(), place(budget, i))).isEqualTo(i < quarter);
        }
        assertThat(kept.keep(new Passage(MailParameters.NONE, "192.0.2.1"), silentSession(), place(budget, 9)))
                .as("another client")
                .isTrue();
        assertThat(kept.take(eves, _ -> true)).isPresent();
        assertThat(kept.keep(eves, silentSession(), place(budget, 10)))
                .as("one went")
                .isTrue();
    }

    private static ProbeBudget.Place place(ProbeBudget budget, int number) {
        return budget.enter("mx" + number + ".example", Duration.ZERO).orElseThrow();
    }

    @Test
    void aSessionThatIsKeptAgainAndAgainIsLetGoInTheEnd() {
        SetClock clock = new SetClock();
        ProbeSettings settings = Settings.read(ProbeSettings.class, Map.of("kept-for", "10s"));
        KeptSessions kept = new KeptSessions(settings, clock);
        PeerSession session = silentSession();
        ProbeBudget.Place place = place(new ProbeBudget(settings, clock), 1);
        assertThat(kept.keep(passage, session, place)).isTrue();
        clock.pass(Duration.ofMillis(9_999));
        assertThat(kept.take(passage, _ -> true)).isPresent();
        assertThat(kept.keep(passage, session, place)).isTrue();
        assertThat(kept.removeLate()).isEmpty();
        clock.pass(Duration.ofMillis(1));
        assertThat(kept.removeLate()).hasSize(1);
    }
}
