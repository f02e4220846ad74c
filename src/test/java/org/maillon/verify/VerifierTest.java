package org.maillon.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.dns.FakeResolver;
import org.maillon.hosting.Directory;
import org.maillon.hosting.OtherTown;
import org.maillon.hosting.Town;
import org.maillon.kernel.Settings;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.smtp.Reply;

class VerifierTest {
    private final Directory directory = Town.withAda(new ModelStore());
    private final FakeResolver dns = new FakeResolver();
    private final Verifier verifier = verifier();

    private Verifier verifier() {
        dns.mx("good.example", 10, "mx.good.example").host("mx.good.example", "192.0.2.1");
        dns.host("implicit.example", "192.0.2.2");
        dns.mx("null.example", 0, "");
        dns.host("bare.example");
        dns.mx("hollow.example", 10, "gone.example").mx("hollow.example", 20, "gone2.example");
        dns.mx("half.example", 10, "gone.example").mx("half.example", 20, "mx.good.example");
        dns.mx("shaky.example", 10, "gone.example")
                .mx("shaky.example", 20, "slow.example")
                .fails("slow.example", "a timeout");
        dns.fails("down.example", "SERVFAIL");
        directory.addAlias(Town.address("team@example.org"), List.of(Town.address("x@good.example")));
        return new Verifier(
                directory, this::way, dns, InstantSource.fixed(Town.NOON), Settings.defaults(VerifySettings.class));
    }

    private Ways.Way way(Address address) {
        String domain = address.domain().toString();
        if (domain.equals("behind.example")) {
            return new Ways.Way.ByRelay("smtp://192.0.2.26:25", true);
        } else if (domain.equals("relayed.example")) {
            return new Ways.Way.ByRelay("smtp://192.0.2.25:25", false);
        }
        return directory.isOurs(address.domain()) || domain.equals("forced.example")
                ? new Ways.Way.ByDirectory()
                : new Ways.Way.ByDns();
    }

    private static String code(Optional<Reply> reply) {
        return reply.map(r -> r.code() + " " + r.status().orElseThrow()).orElse("welcome");
    }

    @ParameterizedTest(name = "{0}: {1} as recipient, {2} as sender")
    @CsvSource(delimiter = '|', textBlock = """
                    ada@example.org      | welcome    | welcome    | an account
                    team@example.org     | welcome    | welcome    | an alias
                    ada+x@example.org    | welcome    | welcome    | a plus-address
                    abuse@example.org    | welcome    | welcome    | somebody's duty
                    bob@example.org      | 550 5.1.1  | 550 5.1.8  | nobody
                    x@good.example       | welcome    | welcome    | an MX with an address
                    x@implicit.example   | welcome    | welcome    | an address and no MX
                    x@half.example       | welcome    | welcome    | the second MX has an address
                    x@[192.0.2.1]        | welcome    | welcome    | a literal
                    x@null.example       | 556 5.1.10 | 550 5.7.27 | the null MX (RFC 7505)
                    x@no.example         | 550 5.1.2  | 550 5.1.8  | no such domain
                    x@bare.example       | 550 5.1.2  | 550 5.1.8  | neither MX nor address
                    x@hollow.example     | 550 5.1.2  | 550 5.1.8  | no MX has an address
                    x@shaky.example      | 451 4.4.3  | 450 4.1.8  | the only MX with hope does not answer
                    x@down.example       | 451 4.4.3  | 450 4.1.8  | SERVFAIL
                    x@relayed.example    | welcome    | welcome    | a configured server decides
                    x@forced.example     | 550 5.1.1  | 550 5.1.8  | routed to mailboxes that we have not
                    """)
    void answersBeforeTheBody(String text, String asRecipient, String asSender, String reason) {
        Address address = Town.address(text);
        assertThat(code(VerifyReplies.recipient(address, verifier.recipient(address))))
                .as(reason)
                .isEqualTo(asRecipient);
        assertThat(code(VerifyReplies.sender(address, verifier.sender(address))))
                .as(reason)
                .isEqualTo(asSender);
    }

    @Test
    void aVerdictCarriesItsEvidence() {
        Verdict verdict = verifier.recipient(Town.address("x@half.example"));
        assertThat(verdict.by()).isEqualTo("DNS");
        assertThat(verdict.when()).isEqualTo(Town.NOON);
        assertThat(verdict.evidence().sentences())
                .containsExactly(
                        "half.example has MX 10 gone.example.",
                        "gone.example has no address.",
                        "half.example has MX 20 mx.good.example.",
                        "mx.good.example is at 192.0.2.1.");
        assertThat(verifier.recipient(Town.address("ada@example.org")).by()).isEqualTo("directory");
        assertThat(verifier.recipient(Town.address("x@relayed.example"))
                        .evidence()
                        .sentences())
                .containsExactly("Mail for x@relayed.example goes via smtp://192.0.2.25:25, as configured.");
    }

    @ParameterizedTest(name = "{0} MX hosts without address cost {1} questions")
    @CsvSource({"9, 10", "10, 11", "11, 11", "1000, 11"})
    void asksForSoManyMxHosts(int hosts, int questions) {
        for (int i = 0; i < hosts; i++) {
            dns.mx("many.example", i, "none" + i + ".example");
        }
        int before = dns.questions();
        verifier.recipient(Town.address("x@many.example"));
        assertThat(dns.questions() - before).isEqualTo(questions);
    }

    @Test
    void oneWithAnAddressIsEnough() {
        int before = dns.questions();
        verifier.sender(Town.address("x@good.example"));
        assertThat(dns.questions() - before).isEqualTo(2);
    }

    private static final Reply NOBODY = Reply.of(550, "5.1.1", "No such user");

    private Verifier asking(Map<String, String> settings, Prober prober) {
        VerifySettings read = Settings.read(VerifySettings.class, settings);
        InstantSource clock = InstantSource.fixed(Town.NOON);
        Verdicts verdicts = new Verdicts(new ModelStore(), clock, clock, read);
        return new Verifier(directory, this::way, dns, clock, read)
                .asking(new Inquiry(verdicts, prober, new Random(1), clock));
    }

    @Test
    void quotesTheServerThatSaysNo() {
        Verifier asking = asking(
                Map.of("ask-senders", "true"), _ -> new Answer.Said("mx.good.example", NOBODY, Optional.empty()));
        Address bob = Town.address("bob@good.example");
        assertThat(VerifyReplies.recipient(bob, asking.recipient(bob)).orElseThrow())
                .hasToString("550 5.1.1 <bob@good.example>: mx.good.example says: 550 5.1.1 No such user");
        assertThat(VerifyReplies.sender(bob, asking.sender(bob)).orElseThrow().toString())
                .startsWith("550 5.1.8 ")
                .contains("mx.good.example says: 550 5.1.1 No such user");
        assertThat(asking.recipient(bob).evidence().sentences())
                .containsExactly("mx.good.example said, to RCPT TO:<bob@good.example>: 550 5.1.1 No such user");
    }

    @ParameterizedTest(name = "{0}: {1}, asked {2} times, {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    ask-recipients=false                       | x@good.example    | 0 | not wanted
                    ask-recipients=true                        | x@good.example    | 1 | by MX
                    ask-recipients=true                        | x@[192.0.2.1]     | 1 | by its address
                    ask-recipients=true                        | x@no.example      | 0 | DNS has said no
                    ask-recipients=true                        | x@down.example    | 0 | DNS is silent
                    ask-recipients=true                        | x@behind.example  | 1 | a route for the domain
                    ask-recipients=true                        | x@relayed.example | 0 | a route not worth asking
                    ask-recipients=true                        | ada@example.org   | 0 | ours
                    ask-recipients=true                        | nobody@example.org | 0 | ours to know
                    """)
    void asksTheServerWhereItCanKnow(String setting, String address, int times, String reason) {
        AtomicInteger asked = new AtomicInteger();
        Verifier asking = asking(Map.of("ask-recipients", setting.substring("ask-recipients=".length())), _ -> {
            asked.incrementAndGet();
            return new Answer.Said("mx", Reply.of(250, "2.1.5", "Ok"), Optional.empty());
        });
        var _ = asking.recipient(Town.address(address));
        assertThat(asked.get()).as(reason).isEqualTo(times);
    }

    @Test
    void asksAboutSendersOnlyWhereItIsWanted() {
        AtomicInteger asked = new AtomicInteger();
        Verifier asking = asking(Map.of(), _ -> {
            asked.incrementAndGet();
            return new Answer.Said("mx", NOBODY, Optional.empty());
        });
        Address bob = Town.address("bob@good.example");
        assertThat(VerifyReplies.sender(bob, asking.sender(bob))).isEmpty();
        assertThat(asked.get()).isZero();
    }

    @ParameterizedTest(name = "undecided = {0}: {1} as recipient, {2} as sender")
    @CsvSource(delimiter = '|', textBlock = """
                    go-on     | welcome   | welcome
                    try-later | 450 4.1.1 | 450 4.1.8
                    """)
    void whereTheServerGivesNoWordTheSettingsDecide(String undecided, String asRecipient, String asSender) {
        Verifier asking = asking(
                Map.of("undecided", undecided, "ask-senders", "true"),
                _ -> new Answer.SenderRefused("mx.good.example", Reply.of(550, "5.7.1", "No bounces")));
        Address bob = Town.address("bob@good.example");
        assertThat(code(VerifyReplies.recipient(bob, asking.recipient(bob)))).isEqualTo(asRecipient);
        assertThat(code(VerifyReplies.sender(bob, asking.sender(bob)))).isEqualTo(asSender);
        assertThat(asking.recipient(bob).evidence().sentences())
                .containsExactly("mx.good.example said, to our MAIL: 550 5.7.1 No bounces");
    }

    @Test
    void keepsAClientWaitingNoLongerThanItMay() {
        CountDownLatch never = new CountDownLatch(1);
        Verifier asking = asking(Map.of("patience", "0s"), _ -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Answer.NotAsked("");
        });
        Address bob = Town.address("bob@good.example");
        assertThat(VerifyReplies.recipient(bob, asking.recipient(bob))).isEmpty();
        never.countDown();
    }

    @Test
    void anAddressIsLookedIntoAnewWhereThatIsWanted() {
        AtomicInteger asked = new AtomicInteger();
        Verifier asking = asking(Map.of(), _ -> {
            Reply reply = asked.incrementAndGet() == 1 ? NOBODY : Reply.of(250, "2.1.5", "Ok");
            return new Answer.Said("mx", reply, Optional.empty());
        });
        Address bob = Town.address("bob@good.example");
        assertThat(asking.lookInto(bob, false).finding()).isInstanceOf(Verdict.Finding.DoesNotExist.class);
        assertThat(asking.lookInto(bob, false).finding()).isInstanceOf(Verdict.Finding.DoesNotExist.class);
        assertThat(asking.lookInto(bob, true).finding()).isEqualTo(new Verdict.Finding.Exists());
        assertThat(asking.recipient(bob).finding()).isEqualTo(new Verdict.Finding.Exists());
    }

    @Test
    void anAddressThatOurBudgetKeptUsFromAskingAboutSendsNobodyAway() {
        Verifier asking = asking(
                Map.of("undecided", "try-later", "ask-senders", "true"),
                _ -> new Answer.NotAsked("its server has been asked as much as is polite"));
        Address bob = Town.address("bob@good.example");
        assertThat(VerifyReplies.recipient(bob, asking.recipient(bob))).isEmpty();
        assertThat(VerifyReplies.sender(bob, asking.sender(bob))).isEmpty();
    }

    @Test
    void whomAnotherDirectoryKeepsExistsAndIsSaidToBeKeptThere() {
        OtherTown other = new OtherTown().has("otto@example.org", "info@example.org");
        directory.asking(other);
        Verdict known = verifier.recipient(Town.address("info@example.org"));
        assertThat(known.finding()).isInstanceOf(Verdict.Finding.Exists.class);
        assertThat(known.evidence().sentences())
                .contains(
                        "Its people are kept by the town over there, which was asked.",
                        "info@example.org leads to the account otto@example.org.");
        assertThat(verifier.recipient(Town.address("carl@example.org")).finding())
                .isInstanceOf(Verdict.Finding.DoesNotExist.class);
    }

    @Test
    void anotherDirectoryThatIsDownMakesNobodyRefusedForGood() {
        OtherTown other = new OtherTown();
        directory.asking(other);
        other.isDown(true);
        Address carl = Town.address("carl@example.org");
        assertThat(VerifyReplies.recipient(carl, verifier.recipient(carl))
                        .orElseThrow()
                        .toString())
                .isEqualTo("451 4.4.3 The directory that knows the people of example.org gives no answer about"
                        + " carl@example.org just now. Try again in a few minutes.");
        assertThat(code(VerifyReplies.sender(carl, verifier.sender(carl)))).isEqualTo("451 4.4.3");
        assertThat(code(VerifyReplies.recipient(
                        Town.address("ada@example.org"), verifier.recipient(Town.address("ada@example.org")))))
                .isEqualTo("welcome");
    }

    @Test
    void whatAnotherDirectorySaidIsAskedAnewWhereThatIsWanted() {
        List<String> forgotten = new ArrayList<>();
        directory.asking(new OtherTown() {
            @Override
            public void forget(Address address) {
                forgotten.add(address.toString());
            }
        });
        verifier.lookInto(Town.address("carl+x@example.org"), false);
        assertThat(forgotten).isEmpty();
        verifier.lookInto(Town.address("carl+x@example.org"), true);
        assertThat(forgotten).contains("carl@example.org");
    }
}
