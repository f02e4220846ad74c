package org.maillon.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.maillon.hosting.Town;
import org.maillon.kernel.Settings;
import org.maillon.store.KeyRange;
import org.maillon.store.Store;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

/** What InquiryTest and SharedVerdictsTest stand on. */
abstract class InquiryRig {
    static final Reply YES = Reply.of(250, "2.1.5", "Ok");
    static final Reply NO = Reply.of(550, "5.1.1", "User unknown");
    static final Reply GREYLISTED = Reply.of(450, "4.2.0", "Greylisted");
    static final Reply POLICY = Reply.of(550, "5.7.1", "Go away");
    static final Purpose CURIOSITY = new Purpose.Curiosity(false);
    static final Duration LONG = Duration.ofSeconds(10);
    static final Address BOB = Town.address("bob@there.example");

    final ModelStore store = new ModelStore();
    final SetClock clock = new SetClock(Town.NOON);
    final SetClock steady = new SetClock(Instant.EPOCH);
    final LinkedBlockingQueue<Question> asked = new LinkedBlockingQueue<>();
    volatile Function<Question, Answer> peer = _ -> said(YES);
    Inquiry inquiry = inquiry(Map.of());

    Inquiry inquiry(Map<String, String> settings) {
        Verdicts verdicts = new Verdicts(store, clock, steady, Settings.read(VerifySettings.class, settings));
        return new Inquiry(verdicts, this::answer, new Random(5), clock);
    }

    Answer answer(Question question) {
        asked.add(question);
        return peer.apply(question);
    }

    static Answer said(Reply reply) {
        return new Answer.Said("mx.there.example", reply, Optional.empty());
    }

    static Answer saidOfBoth(Reply reply, Reply toMadeUp) {
        return new Answer.Said("mx.there.example", reply, Optional.of(toMadeUp));
    }

    /** As the verifier does: what is remembered, or else a question. */
    Known know(Address address) {
        return inquiry.remembered(address, "mx").orElseGet(() -> inquiry.ask(address, "mx", CURIOSITY, LONG));
    }

    void awaitRows(int rows) {
        await().untilAsserted(
                        () -> assertThat(store.scan(VerdictRows.PARTITION, KeyRange.all(), 10, Store.Direction.FORWARD))
                                .hasSize(rows));
    }

    void pass(Duration time) {
        clock.pass(time);
        steady.pass(time);
    }

    Conclusion conclusion(Answer answer) {
        return Conclusion.of(answer, clock.instant(), "mx");
    }

    static void awaitOpen(CountDownLatch open) {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
