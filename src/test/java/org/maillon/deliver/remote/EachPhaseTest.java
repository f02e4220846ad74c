package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.deliver.remote.Scripts.GREETS;
import static org.maillon.deliver.remote.Scripts.HELLO_BODY;
import static org.maillon.deliver.remote.Scripts.MAIL;
import static org.maillon.deliver.remote.Scripts.RCPT;
import static org.maillon.deliver.remote.Scripts.WELL;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.queue.Result;

/** Whatever a peer does wrong, at whichever point: the right result, and the next server where another may do better. */
class EachPhaseTest {
    enum Phase {
        GREETING(""),
        HELLO("S: 220 mx.example\nC: EHLO me.example\n"),
        MAIL_FROM(GREETS + MAIL),
        RCPT_TO(MAIL_FROM.before + "S: 250 Ok\n" + RCPT),
        DATA(RCPT_TO.before + "S: 250 Ok\nC: DATA\n"),
        BODY(DATA.before + "S: 354 Go\n" + HELLO_BODY);

        final String before;

        Phase(String before) {
            this.before = before;
        }
    }

    private static String kind(Result result) {
        return switch (result) {
            case Result.Delivered _ -> "delivered";
            case Result.Deferred(var failure) ->
                "deferred " + failure.reply().code() + status(failure) + (failure.destinationDown() ? " down" : "");
            case Result.Failed(var failure) -> "failed " + failure.reply().code() + status(failure);
            case Result.Expanded _ -> "expanded";
        };
    }

    private static String status(Result.Failure failure) {
        return failure.reply().status().map(status -> " " + status).orElse("");
    }

    @ParameterizedTest(name = "{1} at {0}: {2}, {3} with a second server")
    @CsvSource(delimiter = '|', textBlock = """
                    GREETING  | S: 421 4.3.2 busy       | deferred 421 4.3.2 down | delivered
                    GREETING  | S: 451 later            | deferred 451 down       | delivered
                    GREETING  | S: 554 no service       | failed 554              | delivered
                    GREETING  | S: 521 5.3.2 never mail | failed 521 5.3.2        | delivered
                    GREETING  | CLOSE                   | deferred 451 4.4.2 down | delivered
                    GREETING  | HANG                    | deferred 451 4.4.2 down | delivered
                    GREETING  | S: SSH-2.0-OpenSSH_9.2  | deferred 451 4.5.0 down | delivered
                    HELLO     | S: 421 4.3.2 busy       | deferred 421 4.3.2 down | delivered
                    HELLO     | S: 451 later            | deferred 451 down       | delivered
                    HELLO     | CLOSE                   | deferred 451 4.4.2 down | delivered
                    HELLO     | HANG                    | deferred 451 4.4.2 down | delivered
                    HELLO     | S: What?                | deferred 451 4.5.0 down | delivered
                    MAIL_FROM | S: 421 4.3.2 busy       | deferred 421 4.3.2 down | delivered
                    MAIL_FROM | S: 451 4.7.1 later      | deferred 451 4.7.1      | deferred 451 4.7.1
                    MAIL_FROM | S: 550 5.7.1 not you    | failed 550 5.7.1        | failed 550 5.7.1
                    MAIL_FROM | CLOSE                   | deferred 451 4.4.2      | delivered
                    MAIL_FROM | HANG                    | deferred 451 4.4.2 down | delivered
                    MAIL_FROM | S: ok                   | deferred 451 4.5.0      | delivered
                    RCPT_TO   | S: 421 4.3.2 busy       | deferred 421 4.3.2 down | delivered
                    RCPT_TO   | S: 450 4.2.1 greylisted | deferred 450 4.2.1      | deferred 450 4.2.1
                    RCPT_TO   | S: 550 5.1.1 unknown    | failed 550 5.1.1        | failed 550 5.1.1
                    RCPT_TO   | CLOSE                   | deferred 451 4.4.2      | delivered
                    RCPT_TO   | HANG                    | deferred 451 4.4.2 down | delivered
                    RCPT_TO   | S: 250_Ok               | deferred 451 4.5.0      | delivered
                    DATA      | S: 421 4.3.2 busy       | deferred 421 4.3.2      | delivered
                    DATA      | S: 451 4.3.0 later      | deferred 451 4.3.0      | deferred 451 4.3.0
                    DATA      | S: 554 5.7.1 no         | failed 554 5.7.1        | failed 554 5.7.1
                    DATA      | S: 250 Ok               | deferred 451 4.5.0      | delivered
                    DATA      | CLOSE                   | deferred 451 4.4.2      | delivered
                    DATA      | HANG                    | deferred 451 4.4.2 down | delivered
                    BODY      | S: 421 4.3.2 busy       | deferred 421 4.3.2      | deferred 421 4.3.2
                    BODY      | S: 451 4.3.0 later      | deferred 451 4.3.0      | deferred 451 4.3.0
                    BODY      | S: 554 5.6.0 spam       | failed 554 5.6.0        | failed 554 5.6.0
                    BODY      | S: 354 more             | deferred 451 4.5.0      | deferred 451 4.5.0
                    BODY      | CLOSE                   | deferred 451 4.4.2      | deferred 451 4.4.2
                    BODY      | HANG                    | deferred 451 4.4.2      | deferred 451 4.4.2
                    """)
    void answers(Phase phase, String event, String alone, String withASecond) {
        String script = phase.before + event + "\nHANG";
        try (DeliveryRig rig = new DeliveryRig(Policies.impatient());
                ScriptedPeer first = new ScriptedPeer(script)) {
            assertThat(rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), first))
                    .extracting(EachPhaseTest::kind)
                    .containsExactly(alone);
        }
        try (DeliveryRig rig = new DeliveryRig(Policies.impatient());
                ScriptedPeer first = new ScriptedPeer(script);
                ScriptedPeer second = new ScriptedPeer(WELL + "HANG")) {
            assertThat(rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), first, second))
                    .extracting(EachPhaseTest::kind)
                    .containsExactly(withASecond);
        }
    }
}
