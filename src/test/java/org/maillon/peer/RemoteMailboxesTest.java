package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillon.kernel.Bytes;
import org.maillon.peer.MaillonProcess.Setup;
import tools.jackson.databind.JsonNode;

/** Maillon asks Postfix, Exim and OpenSMTPD for their mailboxes, and hands them mail over the sessions it asked on. */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteMailboxesTest {
    private static final List<String> NAMES = List.of("bob", "carol");

    private final Map<Peer, KnowingServer> peers = new EnumMap<>(Peer.class);
    private MaillonProcess maillon;

    enum Peer {
        POSTFIX,
        EXIM,
        OPENSMTPD;

        String domain() {
            return name().toLowerCase(java.util.Locale.ROOT) + "-mailboxes.test";
        }

        KnowingServer start() throws IOException {
            return switch (this) {
                case POSTFIX -> PostfixServer.knowing(domain(), NAMES);
                case EXIM -> EximServer.knowing(domain(), NAMES);
                case OPENSMTPD -> OpenSmtpdServer.knowing(domain(), NAMES);
            };
        }
    }

    @BeforeAll
    void startAll() throws Exception {
        Setup setup = Setup.on("maillon.test");
        for (Peer peer : Peer.values()) {
            peers.put(peer, peer.start());
            setup = setup.routing(peer.domain(), server(peer).port());
        }
        maillon = MaillonProcess.start(setup);
        maillon.host("here.test", "ada");
    }

    @AfterAll
    void stopAll() throws IOException {
        if (maillon != null) {
            maillon.close();
        }
        for (KnowingServer peer : peers.values()) {
            peer.close();
        }
    }

    private KnowingServer server(Peer peer) {
        return java.util.Objects.requireNonNull(peers.get(peer));
    }

    @ParameterizedTest
    @EnumSource
    void saysWhoExistsAndWhoDoesNot(Peer peer) throws Exception {
        JsonNode bob = maillon.json("verify", "bob@" + peer.domain());
        assertThat(bob.at("/finding").asString()).isEqualTo("exists");
        JsonNode nobody = maillon.answer("verify", "nobody@" + peer.domain());
        assertThat(nobody.at("/finding").asString()).isEqualTo("does-not-exist");
        assertThat(nobody.at("/said").asString()).startsWith("5");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAtRcptWhomThePeerRefuses(Peer peer) throws Exception {
        try (SmtpDialogue client = maillon.smtp()) {
            client.ask("MAIL FROM:<ada@here.test>", "250");
            assertThat(client.ask("RCPT TO:<stranger@" + peer.domain() + ">", "550"))
                    .contains("127.0.0.1 says: 5");
        }
    }

    @ParameterizedTest
    @EnumSource
    void handsTheMessageOverInTheSessionThatTookItsEnvelope(Peer peer) throws Exception {
        long before = server(peer).stored();
        try (SmtpDialogue client = maillon.smtp()) {
            client.send(
                    "ada@here.test",
                    List.of("carol@" + peer.domain()),
                    Bytes.utf8("Subject: kept\r\n\r\nThe second half.\r\n"));
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(server(peer).stored()).as(server(peer).log()).isEqualTo(before + 1));
    }
}
