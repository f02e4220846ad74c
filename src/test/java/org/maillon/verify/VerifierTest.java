package org.maillon.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.dns.FakeResolver;
import org.maillon.hosting.Directory;
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
        if (domain.equals("relayed.example")) {
            return new Ways.Way.ByRelay("smtp://192.0.2.25:25");
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
        assertThat(verdict.evidence())
                .containsExactly(
                        "half.example has MX 10 gone.example.",
                        "gone.example has no address.",
                        "half.example has MX 20 mx.good.example.",
                        "mx.good.example is at 192.0.2.1.");
        assertThat(verifier.recipient(Town.address("ada@example.org")).by()).isEqualTo("directory");
        assertThat(verifier.recipient(Town.address("x@relayed.example")).evidence())
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
}
