package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.Result;

/** The straight way, and what peers offer and lack. */
class RemoteDeliveryTest {
    private final SocketDialer dialer = new SocketDialer();
    private final RemoteDelivery delivery =
            new RemoteDelivery(dialer, _ -> "me.example", InstantSource.system(), Policies.quick());

    @AfterEach
    void close() {
        delivery.close();
        dialer.close();
    }

    private Result deliver(ScriptedPeer peer, Errand errand) {
        List<Result> results = delivery.deliver(errand, List.of(peer.hop()), true);
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    @Test
    void handsAMessageOverInTwoExchangesWithPipelining() {
        try (ScriptedPeer peer = new ScriptedPeer("""
                S: 220 mx.example ESMTP
                C: EHLO me.example
                S: 250-mx.example
                S: 250-PIPELINING
                S: 250-8BITMIME
                S: 250 SIZE 1000000
                C: MAIL FROM:<ada@sender.example> SIZE=26
                C: RCPT TO:<bob@example.org>
                C: DATA
                S: 250 2.1.0 Ok
                S: 250 2.1.5 Ok
                S: 354 Go ahead
                C: Subject: hello
                C:
                C: Hello.
                C: .
                S: 250 2.0.0 queued as 7
                C: QUIT
                S: 221 Bye
                """)) {
            Result result = deliver(peer, Mails.errand(Mails.HELLO, "bob@example.org"));
            assertThat(result).isInstanceOfSatisfying(Result.Delivered.class, delivered -> {
                assertThat(delivered.by()).isEqualTo(peer.hop().toString());
                assertThat(delivered.reply()).hasToString("250 2.0.0 queued as 7");
                assertThat(delivered.relayedWithoutDsn()).isTrue();
                assertThat(delivered.referenceKept()).isFalse();
            });
            delivery.close();
            peer.finish();
        }
    }
}
