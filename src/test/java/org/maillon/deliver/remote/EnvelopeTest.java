package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.maillon.queue.Result;

/** Many recipients, some of them refused. */
class EnvelopeTest {
    private static final String PIPELINING = Scripts.offering("PIPELINING");

    private static String code(Result result) {
        return switch (result) {
            case Result.Delivered delivered -> "delivered " + delivered.reply().code();
            case Result.Deferred(var failure) -> "deferred " + failure.reply().code();
            case Result.Failed(var failure) -> "failed " + failure.reply().code();
            case Result.Expanded _ -> "expanded";
        };
    }

    private static List<String> codes(List<Result> results) {
        return results.stream().map(EnvelopeTest::code).toList();
    }

    @Test
    void greetsAnOldServerWithHelo() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer("""
                        S: 220 mx.example
                        C: EHLO me.example
                        S: 502 what is that?
                        C: HELO me.example
                        S: 250 mx.example
                        """ + Scripts.TAKES_IT)) {
            assertThat(codes(rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), peer)))
                    .containsExactly("delivered 250");
            peer.finish();
        }
    }

    @Test
    void leavesAServerThatTakesNeitherGreeting() {
        String rude = """
                S: 220 mx.example
                C: EHLO me.example
                S: 550 5.7.1 go away
                C: HELO me.example
                S: 550 5.7.1 go away
                HANG
                """;
        try (DeliveryRig rig = new DeliveryRig(Policies.impatient());
                ScriptedPeer first = new ScriptedPeer(rude);
                ScriptedPeer second = new ScriptedPeer(rude)) {
            Result result = rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), first, second)
                    .getFirst();
            assertThat(result)
                    .asInstanceOf(InstanceOfAssertFactories.type(Result.Failed.class))
                    .satisfies(failed -> {
                        assertThat(failed.failure().reply()).hasToString("550 5.7.1 go away");
                        assertThat(failed.failure().remote()).hasValue("mx.example");
                        assertThat(failed.failure().why())
                                .isEqualTo(first.hop() + " said, to our greeting: 550 5.7.1 go away; " + second.hop()
                                        + " said, to our greeting: 550 5.7.1 go away");
                    });
        }
    }

    @Test
    void answersForEachRecipientBySelf() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer =
                        new ScriptedPeer(PIPELINING + Scripts.MAIL + """
                        C: RCPT TO:<a@example.org>
                        C: RCPT TO:<b@example.org>
                        C: RCPT TO:<c@example.org>
                        C: DATA
                        S: 250 Ok
                        S: 250 Ok
                        S: 550 5.1.1 no such user
                        S: 450 4.2.1 greylisted
                        S: 354 Go
                        """ + Scripts.HELLO_BODY + "S: 250 2.0.0 taken")) {
            List<Result> results =
                    rig.deliver(Mails.errand(Mails.HELLO, "a@example.org", "b@example.org", "c@example.org"), peer);
            assertThat(codes(results)).containsExactly("delivered 250", "failed 550", "deferred 450");
            peer.finish();
        }
    }

    @Test
    void sendsALoneDotWhereAllWereRefusedAndDataWasWelcome() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(
                        PIPELINING + Scripts.MAIL + Scripts.RCPT + """
                        C: DATA
                        S: 250 Ok
                        S: 550 5.1.1 no such user
                        S: 354 Go
                        C: .
                        S: 554 5.5.1 no valid recipients
                        C: MAIL FROM:<ada@sender.example>
                        C: RCPT TO:<eve@example.org>
                        C: DATA
                        S: 250 Ok
                        S: 250 Ok
                        S: 354 Go
                        """ + Scripts.HELLO_BODY + "S: 250 2.0.0 taken")) {
            assertThat(codes(rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), peer)))
                    .containsExactly("failed 550");
            assertThat(codes(rig.deliver(Mails.errand(Mails.HELLO, "eve@example.org"), peer)))
                    .containsExactly("delivered 250");
            peer.finish();
        }
    }

    @Test
    void resetsBeforeTheNextMessageWhereATransactionWasLeftOpen() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(
                        PIPELINING + Scripts.MAIL + Scripts.RCPT + """
                        C: DATA
                        S: 250 Ok
                        S: 550 5.1.1 no such user
                        S: 554 5.5.1 no valid recipients
                        C: RSET
                        C: MAIL FROM:<ada@sender.example>
                        C: RCPT TO:<eve@example.org>
                        C: DATA
                        S: 250 Ok
                        S: 250 Ok
                        S: 250 Ok
                        S: 354 Go
                        """ + Scripts.HELLO_BODY + "S: 250 2.0.0 taken")) {
            assertThat(codes(rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), peer)))
                    .containsExactly("failed 550");
            assertThat(codes(rig.deliver(Mails.errand(Mails.HELLO, "eve@example.org"), peer)))
                    .containsExactly("delivered 250");
            peer.finish();
        }
    }

    @Test
    void blamesMailAloneWhereMailWasRefusedInAPipeline() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(PIPELINING + Scripts.MAIL + Scripts.RCPT + """
                        C: DATA
                        S: 450 4.7.1 not now
                        S: 503 5.5.1 MAIL first
                        S: 503 5.5.1 MAIL first
                        """)) {
            assertThat(codes(rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), peer)))
                    .containsExactly("deferred 450");
            peer.finish();
        }
    }

    @Test
    void putsThoseTooManyIntoAnotherTransaction() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(PIPELINING + Scripts.MAIL
                        + """
                        C: RCPT TO:<a@example.org>
                        C: RCPT TO:<b@example.org>
                        C: RCPT TO:<c@example.org>
                        C: DATA
                        S: 250 Ok
                        S: 250 Ok
                        S: 452 4.5.3 too many
                        S: 552 too many
                        S: 354 Go
                        """ + Scripts.HELLO_BODY + "S: 250 one\n" + Scripts.MAIL
                        + """
                        C: RCPT TO:<b@example.org>
                        C: RCPT TO:<c@example.org>
                        C: DATA
                        S: 250 Ok
                        S: 250 Ok
                        S: 250 Ok
                        S: 354 Go
                        """ + Scripts.HELLO_BODY + "S: 251 two\n")) {
            List<Result> results =
                    rig.deliver(Mails.errand(Mails.HELLO, "a@example.org", "b@example.org", "c@example.org"), peer);
            assertThat(codes(results)).containsExactly("delivered 250", "delivered 251", "delivered 251");
            peer.finish();
        }
    }

    @Test
    void keepsToThePeersLimits() {
        String transaction = "S: 250 Ok\nS: 250 Ok\nS: 354 Go\n" + Scripts.HELLO_BODY + "S: 250 taken\n";
        String greets = Scripts.offering("PIPELINING", "LIMITS RCPTMAX=1 MAILMAX=2");
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(
                        greets + Scripts.MAIL + "C: RCPT TO:<a@example.org>\nC: DATA\n" + transaction + Scripts.MAIL
                                + "C: RCPT TO:<b@example.org>\nC: DATA\n" + transaction + "C: QUIT\nS: 221 bye",
                        greets + Scripts.MAIL + "C: RCPT TO:<c@example.org>\nC: DATA\n" + transaction)) {
            List<Result> results =
                    rig.deliver(Mails.errand(Mails.HELLO, "a@example.org", "b@example.org", "c@example.org"), peer);
            assertThat(codes(results)).containsOnly("delivered 250").hasSize(3);
            peer.finish();
        }
    }

    @Test
    void keepsToThePeersLimitOfDomains() {
        String transaction = "S: 250 Ok\nS: 250 Ok\nS: 250 Ok\nS: 354 Go\n" + Scripts.HELLO_BODY + "S: 250 taken\n";
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer =
                        new ScriptedPeer(Scripts.offering("PIPELINING", "LIMITS RCPTDOMAINMAX=1") + Scripts.MAIL
                                + "C: RCPT TO:<a@one.example>\nC: RCPT TO:<c@one.example>\nC: DATA\n" + transaction
                                + Scripts.MAIL + "C: RCPT TO:<b@two.example>\nC: RCPT TO:<d@two.example>\nC: DATA\n"
                                + transaction)) {
            List<Result> results = rig.deliver(
                    Mails.errand(Mails.HELLO, "a@one.example", "b@two.example", "c@one.example", "d@two.example"),
                    peer);
            assertThat(codes(results)).containsOnly("delivered 250").hasSize(4);
            peer.finish();
        }
    }

    @Test
    void namesNoMoreRecipientsInATransactionThanItIsTold() {
        for (int recipients = 2; recipients <= 4; recipients++) {
            String[] names = IntStream.range(0, recipients)
                    .mapToObj(i -> "r" + i + "@example.org")
                    .toArray(String[]::new);
            StringBuilder script = new StringBuilder(Scripts.GREETS);
            for (int from = 0; from < recipients; from += 3) {
                script.append(Scripts.MAIL).append("S: 250 Ok\n");
                for (int i = from; i < Math.min(from + 3, recipients); i++) {
                    script.append("C: RCPT TO:<").append(names[i]).append(">\nS: 250 Ok\n");
                }
                script.append("C: DATA\nS: 354 Go\n").append(Scripts.HELLO_BODY).append("S: 250 taken\n");
            }
            RemotePolicy policy = Policies.with(Map.of("recipients-per-transaction", "3"), Map.of());
            try (DeliveryRig rig = new DeliveryRig(policy);
                    ScriptedPeer peer = new ScriptedPeer(script.toString())) {
                assertThat(codes(rig.deliver(Mails.errand(Mails.HELLO, names), peer)))
                        .containsOnly("delivered 250")
                        .hasSize(recipients);
                peer.finish();
            }
        }
    }

    @Test
    void tellsAThousandRecipientsWithoutChokingOnTheirAnswers() {
        String[] names = IntStream.range(0, 1000)
                .mapToObj(i -> "recipient-number-" + i + "@example.org")
                .toArray(String[]::new);
        StringBuilder script =
                new StringBuilder(PIPELINING).append(Scripts.MAIL).append("S: 250 Ok\n");
        for (String name : names) {
            script.append("C: RCPT TO:<")
                    .append(name)
                    .append(">\nS: 250 Ok ")
                    .append("x".repeat(400))
                    .append('\n');
        }
        script.append("C: DATA\nS: 354 Go\n").append(Scripts.HELLO_BODY).append("S: 250 taken\n");
        RemotePolicy policy = Policies.with(Map.of("recipients-per-transaction", "1000"), Map.of());
        try (DeliveryRig rig = new DeliveryRig(policy);
                ScriptedPeer peer = new ScriptedPeer(script.toString())) {
            assertThat(codes(rig.deliver(Mails.errand(Mails.HELLO, names), peer)))
                    .containsOnly("delivered 250")
                    .hasSize(1000);
            peer.finish();
        }
    }

    @Test
    void asksTheNextServerOnlyForThoseWithoutAnAnswer() {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer first = new ScriptedPeer(Scripts.GREETS + Scripts.MAIL + """
                        S: 250 Ok
                        C: RCPT TO:<a@example.org>
                        S: 550 5.1.1 no such user
                        C: RCPT TO:<b@example.org>
                        S: 250 Ok
                        C: RCPT TO:<bob@example.org>
                        S: 421 4.3.2 closing down
                        """);
                ScriptedPeer second =
                        new ScriptedPeer(Scripts.GREETS + Scripts.MAIL + """
                        S: 250 Ok
                        C: RCPT TO:<b@example.org>
                        S: 250 Ok
                        C: RCPT TO:<bob@example.org>
                        S: 250 Ok
                        C: DATA
                        S: 354 Go
                        """ + Scripts.HELLO_BODY + "S: 250 taken")) {
            List<Result> results = rig.deliver(
                    Mails.errand(Mails.HELLO, "a@example.org", "b@example.org", "bob@example.org"), first, second);
            assertThat(codes(results)).containsExactly("failed 550", "delivered 250", "delivered 250");
            second.finish();
        }
    }
}
