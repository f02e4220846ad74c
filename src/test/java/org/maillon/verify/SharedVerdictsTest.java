package org.maillon.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.kernel.Settings;
import org.maillon.verify.Known.Kind;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** What one client learns, and what others may rely on; bounds of questions and of what is stored. */
class SharedVerdictsTest extends InquiryRig {
    private static Purpose fromEve() {
        return new Purpose.Delivery(
                new Passage(MailParameters.NONE),
                ServerId.DEFAULT,
                new ReversePath.Sender(Town.address("eve@evil.example")),
                MailParameters.NONE,
                RcptParameters.NONE);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            550 | 5.1.1 | No such user                          | true
            550 | 5.2.1 | The mailbox is closed                 | true
            556 | 5.1.10 | Null MX                              | true
            550 | 5.1.0 | No such user                          | false
            551 | 5.0.0 | Not here                              | false
            550 | 5.1.1 | eve@evil.example: no such user        | false
            550 | 5.1.1 | EVIL.example is not known here        | false
            """)
    void aNoThatMayMeanTheSenderWhoAskedIsNotRememberedForOthers(int code, String status, String text, boolean shared) {
        peer = _ -> said(Reply.of(code, status, text));
        assertThat(inquiry.ask(BOB, "mx", fromEve(), LONG).isNo()).isTrue();
        assertThat(inquiry.remembered(BOB, "mx").isPresent()).isEqualTo(shared);
        peer = _ -> said(YES);
        assertThat(know(BOB).isNo()).isEqualTo(shared);
    }

    @Test
    void whoWaitsForAnothersQuestionDoesNotInheritANoToItsSender() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        peer = _ -> {
            awaitOpen(open);
            return said(Reply.of(550, "5.1.0", "No such user"));
        };
        LinkedBlockingQueue<Known> eves = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Known> others = new LinkedBlockingQueue<>();
        Thread eve = Thread.startVirtualThread(() -> eves.add(inquiry.ask(BOB, "mx", fromEve(), LONG)));
        await().until(() -> !asked.isEmpty());
        Thread other = Thread.startVirtualThread(() -> others.add(know(BOB)));
        await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
        open.countDown();
        eve.join();
        other.join();
        assertThat(eves).singleElement().matches(Known::isNo);
        assertThat(others)
                .singleElement()
                .satisfies(known -> assertThat(known.kind()).isEqualTo(Kind.NOT_ASKED));
    }

    @Test
    void aSenderThatIsRefusedSaysNothingOfTheAddressToOthers() {
        peer = _ -> new Answer.SenderRefused("mx.there.example", POLICY);
        assertThat(inquiry.ask(BOB, "mx", fromEve(), LONG).kind()).isEqualTo(Kind.UNCLEAR);
        assertThat(inquiry.remembered(BOB, "mx")).isEmpty();
        peer = _ -> said(YES);
        assertThat(know(BOB).kind()).isEqualTo(Kind.EXISTS);
    }

    @ParameterizedTest(name = "of {0} at one time, 2 may be: the last one is {1}")
    @CsvSource({"1, EXISTS", "2, EXISTS", "3, NOT_ASKED"})
    void asksAboutOnlySoManyAddressesAtOneTime(int many, Kind last) throws InterruptedException {
        inquiry = inquiry(Map.of("most-questions", "2"));
        CountDownLatch open = new CountDownLatch(1);
        peer = _ -> {
            awaitOpen(open);
            return said(YES);
        };
        LinkedBlockingQueue<Known> heard = new LinkedBlockingQueue<>();
        List<Thread> asking = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Address address = Town.address("a" + i + "@there.example");
            Thread thread = Thread.startVirtualThread(() -> heard.add(know(address)));
            asking.add(thread);
            await().until(() ->
                    thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.TERMINATED);
        }
        if (last == Kind.NOT_ASKED) {
            assertThat(heard)
                    .singleElement()
                    .satisfies(known -> assertThat(known.kind()).isEqualTo(last));
        }
        open.countDown();
        for (Thread thread : asking) {
            thread.join();
        }
        assertThat(heard).hasSize(many);
        assertThat(heard).filteredOn(known -> known.kind() == Kind.EXISTS).hasSize(Math.min(2, many));
        await().until(() -> know(Town.address("later@there.example")).kind() == Kind.EXISTS); // places come back
    }

    @ParameterizedTest(name = "{0} verdicts where the store may hold 4: {1} rows")
    @CsvSource({"3, 3", "4, 4", "5, 4"})
    void storesOnlySoManyVerdicts(int verdicts, int rows) {
        Verdicts bounded =
                new Verdicts(store, clock, steady, Settings.read(VerifySettings.class, Map.of("max-stored", "4")));
        for (int i = 0; i < verdicts; i++) {
            bounded.write(Town.address("a" + i + "@there.example"), conclusion(said(YES)));
        }
        awaitRows(rows);
        bounded.sweep();
        bounded.write(BOB, conclusion(said(YES)));
        awaitRows(Math.min(4, rows + 1));
    }

    @Test
    void whatWasStoredIsCountedAfterARestart() {
        for (int i = 0; i < 4; i++) {
            new Verdicts(store, clock, steady, Settings.defaults(VerifySettings.class))
                    .write(Town.address("a" + i + "@there.example"), conclusion(said(YES)));
        }
        Verdicts bounded =
                new Verdicts(store, clock, steady, Settings.read(VerifySettings.class, Map.of("max-stored", "4")));
        bounded.sweep();
        bounded.write(BOB, conclusion(said(YES)));
        awaitRows(4);
        clock.pass(Duration.ofDays(2));
        steady.pass(Duration.ofDays(2));
        bounded.sweep();
        bounded.write(BOB, conclusion(said(YES)));
        awaitRows(1);
    }
}
