package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.maillon.deliver.tls.Demand;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.net.Connection;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.Route;
import org.maillon.verify.Passage;
import org.maillon.wire.smtp.MailParameters;

/** What KeptSessionTest and KeptSessionBoundsTest stand on. */
abstract class KeptSessionRig {
    static final String OK = "S: 250 2.1.5 Ok\n";
    static final String MAIL = Scripts.MAIL + "S: 250 2.1.0 Ok\n";
    static final String RCPT = Scripts.RCPT + OK;
    static final String CAROL = "C: RCPT TO:<carol@example.org>\n";
    static final String MADE_UP = "C: RCPT TO:<zzzzzzzz@example.org>\n";
    static final String NO = "S: 550 5.1.1 No such user\n";
    static final String RESET = "C: RSET\nS: 250 2.0.0 Ok\n";
    static final String BODY = "C: DATA\nS: 354 Go\n" + Scripts.HELLO_BODY + "S: 250 2.0.0 taken\n";
    static final String BYE = "C: QUIT\nS: 221 bye\n";
    static final String BOB = "bob@example.org";

    final Passage passage = new Passage(MailParameters.NONE);

    static void assertDelivered(List<Result> results) {
        assertThat(results).isNotEmpty().hasOnlyElementsOfType(Result.Delivered.class);
    }

    static PeerSession silentSession() {
        Connection silent = new Connection() {
            @Override
            public int read(byte[] into, Duration patience) {
                return -1;
            }

            @Override
            public void write(byte[] octets, int from, int length, Duration patience) {
                // nobody is there
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Hop hop =
                new Hop(Route.Protocol.SMTP, "mx.example", new InetSocketAddress(InetAddress.getLoopbackAddress(), 25));
        Watch watch = Watch.over(InstantSource.system(), Duration.ofMinutes(1));
        return new PeerSession(new SessionKey(ServerId.DEFAULT, hop, Demand.WISH), silent, Policies.quick(), watch);
    }
}
