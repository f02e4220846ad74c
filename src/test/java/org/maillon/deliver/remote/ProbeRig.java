package org.maillon.deliver.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.queue.QueueId;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.verify.Answer;
import org.maillon.verify.Passage;
import org.maillon.verify.Purpose;
import org.maillon.verify.Question;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;

/** Questions and deliveries over the same sessions, to peers that play scripts. */
final class ProbeRig implements AutoCloseable {
    static final String MADE_UP = "zzzzzzzz";
    static final QueueId ID = QueueId.of(1, 2, 3);

    final SocketDialer dialer = new SocketDialer();
    final RemoteDelivery delivery;
    final RemoteProber prober;

    /** How often it was looked up whom to ask. */
    final AtomicInteger lookups = new AtomicInteger();

    private final List<Hop> hops;

    ProbeRig(ScriptedPeer... peers) {
        this(InstantSource.system(), Map.of(), peers);
    }

    ProbeRig(InstantSource clock, Map<String, String> settings, ScriptedPeer... peers) {
        hops = Arrays.stream(peers).map(ScriptedPeer::hop).toList();
        delivery = new RemoteDelivery(dialer, _ -> "me.example", clock, Policies.quick());
        prober = delivery.prober(
                new RemoteProber.Ways(address -> new Route.Mx(address.domain()), _ -> {
                    lookups.incrementAndGet();
                    return new NextHops.Servers(hops);
                }),
                Settings.read(ProbeSettings.class, settings));
    }

    /** As {@code verify} asks. */
    Answer ask(String address) {
        return prober.ask(new Question(Mails.address(address), new Purpose.Curiosity(false), Optional.empty()));
    }

    /** And about a name that nobody bears. */
    Answer askBoth(String address) {
        return prober.ask(question(address, new Purpose.Curiosity(false)));
    }

    Answer askFor(Passage passage, String address) {
        return prober.ask(new Question(Mails.address(address), delivery(passage), Optional.empty()));
    }

    Answer askBothFor(Passage passage, String address) {
        return prober.ask(question(address, delivery(passage)));
    }

    private static Question question(String address, Purpose purpose) {
        Address real = Mails.address(address);
        return new Question(real, purpose, Optional.of(new Address(MADE_UP, real.domain())));
    }

    private static Purpose.Delivery delivery(Passage passage) {
        return new Purpose.Delivery(
                passage,
                ServerId.DEFAULT,
                new ReversePath.Sender(Mails.address("ada@sender.example")),
                passage.parameters(),
                RcptParameters.NONE);
    }

    /** The message of the transaction, once it has come. */
    List<Result> deliver(Passage passage, MailParameters parameters, byte[] body, String... recipients) {
        prober.becomes(passage, ID);
        Errand errand = Mails.errand(parameters, body, recipients);
        Errand named = new Errand(errand.envelope(), errand.recipients(), errand.content(), Optional.of(ID));
        return delivery.deliver(named, hops, true);
    }

    List<Result> deliver(Passage passage, MailParameters parameters, String... recipients) {
        return deliver(passage, parameters, Mails.HELLO.getBytes(UTF_8), recipients);
    }

    List<Result> deliver(Passage passage, String... recipients) {
        return deliver(passage, MailParameters.NONE, recipients);
    }

    @Override
    public void close() {
        delivery.close();
        dialer.close();
    }
}
