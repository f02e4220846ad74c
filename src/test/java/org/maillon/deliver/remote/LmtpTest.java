package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.maillon.queue.Result;
import org.maillon.route.Route;

/** RFC 2033: one answer for each recipient that was taken. */
class LmtpTest {
    private static final String GREETS = """
            S: 220 store.example LMTP
            C: LHLO me.example
            S: 250-store.example
            S: 250 PIPELINING
            """;

    private static List<Result> deliver(RemotePolicy policy, String script) {
        try (DeliveryRig rig = new DeliveryRig(policy);
                ScriptedPeer peer = new ScriptedPeer(script)) {
            Errand errand = Mails.errand(Mails.HELLO, "a@example.org", "b@example.org", "c@example.org");
            List<Result> results = rig.deliver(errand, peer.hop(Route.Protocol.LMTP));
            rig.delivery.close();
            peer.finish();
            return results;
        }
    }

    private static String envelope(String... answers) {
        return GREETS + Scripts.MAIL + """
                C: RCPT TO:<a@example.org>
                C: RCPT TO:<b@example.org>
                C: RCPT TO:<c@example.org>
                C: DATA
                S: 250 Ok
                S: %s
                S: %s
                S: %s
                """.formatted((Object[]) answers);
    }

    @Test
    void hearsAnAnswerForEachRecipientThatWasTaken() {
        List<Result> results = deliver(
                Policies.quick(),
                envelope("250 Ok", "550 5.1.1 unknown", "250 Ok") + "S: 354 Go\n" + Scripts.HELLO_BODY
                        + "S: 250 2.0.0 stored\nS: 452 4.2.2 mailbox full\nC: QUIT\nS: 221 bye");
        assertThat(results.get(0)).isInstanceOf(Result.Delivered.class);
        assertThat(results.get(1)).isInstanceOf(Result.Failed.class);
        assertThat(results.get(2))
                .isInstanceOfSatisfying(
                        Result.Deferred.class,
                        deferred -> assertThat(deferred.failure().reply()).hasToString("452 4.2.2 mailbox full"));
    }

    @Test
    void believesTheAnswersThatCameBeforeTheConnectionBroke() {
        List<Result> results = deliver(
                Policies.quick(),
                envelope("250 Ok", "250 Ok", "250 Ok") + "S: 354 Go\n" + Scripts.HELLO_BODY
                        + "S: 250 2.0.0 stored\nS: 550 5.2.1 closed");
        assertThat(results.get(0)).isInstanceOf(Result.Delivered.class);
        assertThat(results.get(1)).isInstanceOf(Result.Failed.class);
        assertThat(results.get(2))
                .isInstanceOfSatisfying(
                        Result.Deferred.class,
                        deferred -> assertThat(deferred.failure().why()).contains("perhaps it has taken it"));
    }

    @Test
    void goesWhenAServerWantsAMessageForNobody() {
        List<Result> results =
                deliver(Policies.quick(), envelope("550 5.1.1 a", "550 5.1.1 b", "450 4.2.1 c") + "S: 354 Go\nHANG");
        assertThat(results.get(0)).isInstanceOf(Result.Failed.class);
        assertThat(results.get(1)).isInstanceOf(Result.Failed.class);
        assertThat(results.get(2)).isInstanceOf(Result.Deferred.class);
    }

    @Test
    void doesNotFallBackToHelo() {
        List<Result> results = deliver(
                Policies.impatient(), "S: 220 mx.example ESMTP\nC: LHLO me.example\nS: 500 what?\nC: QUIT\nS: 221 bye");
        assertThat(results).hasOnlyElementsOfType(Result.Failed.class);
    }
}
