package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.deliver.tls.Demand;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.Connection;
import org.maillon.route.Hop;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.verify.Answer;
import org.maillon.verify.Passage;
import org.maillon.verify.Purpose;
import org.maillon.verify.Question;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.client.PeerExtensions;

/** An error of ours in the midst of a question leaves neither its session open nor its place taken. */
class LeakedSessionTest {
    private static final int NEVER = Integer.MAX_VALUE;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger readsLeft = new AtomicInteger(NEVER);
    private final Hop hop =
            new Hop(Route.Protocol.SMTP, "mx.example", new InetSocketAddress(InetAddress.getLoopbackAddress(), 25));
    private final RemoteDelivery delivery =
            new RemoteDelivery((_, _) -> new Yes(), _ -> "me.example", InstantSource.system(), Policies.quick());
    private final RemoteProber prober = delivery.prober(
            new RemoteProber.Ways(address -> new Route.Mx(address.domain()), _ -> new NextHops.Servers(List.of(hop))),
            Settings.read(ProbeSettings.class, Map.of("per-site", "1")));
    private final Passage passage = new Passage(MailParameters.NONE);

    /** A server that says yes to all, until a read of ours meets an error. */
    private final class Yes implements Connection {
        private boolean greeted;
        private boolean closed;

        Yes() {
            open.incrementAndGet();
        }

        @Override
        public int read(byte[] into, Duration patience) {
            if (readsLeft.getAndDecrement() == 0) {
                throw new OutOfMemoryError("for the test");
            }
            byte[] said = (greeted ? "250 mx.example\r\n" : "220 mx.example\r\n").getBytes(US_ASCII);
            greeted = true;
            System.arraycopy(said, 0, into, 0, said.length);
            return said.length;
        }

        @Override
        public void write(byte[] octets, int from, int length, Duration patience) {}

        @Override
        public synchronized void close() {
            open.addAndGet(closed ? 0 : -1);
            closed = true;
        }
    }

    private Answer ask(String address, Purpose purpose) {
        return prober.ask(new Question(Mails.address(address), purpose, Optional.empty()));
    }

    private Purpose.Delivery forMessage() {
        ReversePath ada = new ReversePath.Sender(Mails.address("ada@sender.example"));
        return new Purpose.Delivery(passage, ServerId.DEFAULT, ada, MailParameters.NONE, RcptParameters.NONE);
    }

    @AfterEach
    void close() {
        delivery.close();
    }

    /** Greeting, EHLO, MAIL, RCPT. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anErrorWhileAServerIsAskedEndsItsSession(int reads) {
        readsLeft.set(reads);
        assertThatThrownBy(() -> ask("bob@example.org", new Purpose.Curiosity(false)))
                .isInstanceOf(OutOfMemoryError.class);
        readsLeft.set(NEVER);

        assertThat(open).hasValue(0);
        assertThat(ask("bob@example.org", new Purpose.Curiosity(false)))
                .as("the place is free")
                .isInstanceOf(Answer.Said.class);
    }

    @Test
    void anErrorInASessionThatWasKeptEndsIt() {
        assertThat(ask("bob@example.org", forMessage())).isInstanceOf(Answer.Said.class);
        assertThat(prober.keptSessions()).isEqualTo(1);
        readsLeft.set(0);
        assertThatThrownBy(() -> ask("carol@example.org", forMessage())).isInstanceOf(OutOfMemoryError.class);
        readsLeft.set(NEVER);

        assertThat(prober.keptSessions()).isZero();
        assertThat(open).hasValue(0);
        assertThat(ask("carol@example.org", forMessage())).isInstanceOf(Answer.Said.class);
    }

    @Test
    void anErrorAsASessionIsResetEndsIt() {
        readsLeft.set(4); // the answer to RSET is the fifth
        assertThatThrownBy(() -> ask("bob@example.org", new Purpose.Curiosity(true)))
                .isInstanceOf(OutOfMemoryError.class);
        readsLeft.set(NEVER);
        await().untilAsserted(() -> assertThat(open).hasValue(0));
    }

    /** Each question looks through the recipients before it: a server that says it takes a million would have us do so. */
    @ParameterizedTest
    @CsvSource({"999, true", "1000, false", "1001, false"})
    void aTransactionThatIsKeptTakesAThousandWhateverTheServerSays(int heard, boolean room) {
        RemotePolicy policy = Policies.quick();
        Watch watch = Watch.over(InstantSource.system(), Duration.ofMinutes(1));
        PeerSession session =
                new PeerSession(new SessionKey(ServerId.DEFAULT, hop, Demand.WISH), new Yes(), policy, watch);
        OptionalInt million = OptionalInt.of(1_000_000);
        session.extensions(new PeerExtensions(
                java.util.EnumSet.noneOf(PeerExtensions.Keyword.class),
                OptionalLong.empty(),
                new PeerExtensions.Limits(million, OptionalInt.empty(), OptionalInt.empty())));
        ReversePath nobody = new ReversePath.Null();
        session.hears(new HeardEnvelope(
                nobody,
                MailParameters.NONE,
                IntStream.range(0, heard)
                        .mapToObj(i ->
                                new HeardEnvelope.Heard(Mails.address("a" + i + "@example.org"), RcptParameters.NONE))
                        .toList()));
        Question question =
                new Question(Mails.address("bob@example.org"), new Purpose.Curiosity(false), Optional.empty());

        assertThat(new ProbeScript(Settings.defaults(ProbeSettings.class)).hasRoom(session, question))
                .isEqualTo(room);
        session.close();
    }
}
