package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.Returned;

/** What the queue itself writes is signed by whom it is told to ask, and goes out all the same where that fails. */
class SignedNoticeTest {
    private static final String FIELD = "DKIM-Signature: of a test\r\n";

    /** In words of our own. */
    private static final Result OURS = new Result.Failed(new Result.Failure(
            Reply.of(550, "5.1.2", "there is no such domain"), Optional.empty(), "it has no servers", false));

    private final List<String> seen = new ArrayList<>();

    enum Trouble {
        AT_OPEN,
        AT_WRITE,
        AT_FINISH,
        NOBODY
    }

    private final class Pen implements NoticeSigner.Signing {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final Optional<Trouble> trouble;

        Pen(Optional<Trouble> trouble) {
            this.trouble = trouble;
            fail(Trouble.AT_OPEN);
        }

        private void fail(Trouble where) {
            if (trouble.equals(Optional.of(where))) {
                throw new IllegalStateException("a pen that breaks " + where);
            }
        }

        @Override
        public void write(byte[] written, int from, int length) {
            fail(Trouble.AT_WRITE);
            octets.write(written, from, length);
        }

        @Override
        public Optional<NoticeSigner.Signed> finish() {
            fail(Trouble.AT_FINISH);
            seen.add(octets.toString(StandardCharsets.UTF_8));
            return Optional.of(new NoticeSigner.Signed(Bytes.utf8(FIELD), "here.example with s1"));
        }
    }

    private static QueueWorld.Carried bounced(QueueWorld world) {
        return bounced(world, OURS, Optional.empty());
    }

    private static QueueWorld.Carried bounced(QueueWorld world, Result end, Optional<Returned> returned) {
        world.start();
        world.script("ada@there.example", end);
        MailParameters parameters =
                new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, false, returned, Optional.empty());
        world.send(
                world.envelope(parameters, QueueWorld.recipients(0, "ada@there.example")),
                "Subject: hello\r\n\r\nbody\r\n");
        world.untilEmpty();
        return world.carried.stream()
                .filter(carried -> carried.attempt().envelope().sender() instanceof ReversePath.Null)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNoticeGoesOutWithItsSignatureInFront() {
        try (QueueWorld world = new QueueWorld()) {
            List<String> hosts = new ArrayList<>();
            world.signer = host -> {
                hosts.add(host);
                return Optional.of(new Pen(Optional.empty()));
            };

            QueueWorld.Carried notice = bounced(world);

            assertThat(hosts).containsExactly("mail.here.example");
            assertThat(seen).singleElement().satisfies(octets -> {
                assertThat(octets).startsWith("From: ").endsWith("--\r\n");
                assertThat(notice.content()).isEqualTo(FIELD + octets);
            });
            assertThat(world.queue.traces().story(notice.attempt().id()))
                    .first()
                    .satisfies(line -> assertThat(line.text()).endsWith("; signed for here.example with s1"));
        }
    }

    /** They would be ours to whoever verifies it, and could be sent to the world again. */
    @ParameterizedTest
    @CsvSource({"true, HEADERS", "true, FULL", "false, FULL"})
    void othersWordsAreNotSigned(boolean remote, Returned returned) {
        try (QueueWorld world = new QueueWorld()) {
            world.signer = _ -> Optional.of(new Pen(Optional.empty()));

            QueueWorld.Carried notice = bounced(world, remote ? QueueWorld.failed() : OURS, Optional.of(returned));

            assertThat(notice.content()).startsWith("From: ").contains(remote ? "no such user" : "body");
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void ourOwnWordsAboveTheHeaderAreSigned() {
        try (QueueWorld world = new QueueWorld()) {
            world.signer = _ -> Optional.of(new Pen(Optional.empty()));

            assertThat(bounced(world, OURS, Optional.of(Returned.HEADERS)).content())
                    .startsWith(FIELD)
                    .contains("Subject: hello");
        }
    }

    /** The row keeps it: what is at hand in memory is gone with the process. */
    @Test
    void theSignatureOutlivesARestart() {
        try (QueueWorld world = new QueueWorld()) {
            world.signer = _ -> Optional.of(new Pen(Optional.empty()));
            world.start();
            world.script("ada@there.example", OURS);
            world.script("bob@sender.example", QueueWorld.deferred());
            world.send("ada@there.example");
            world.untilCarried(2);
            world.untilIdle();
            world.carried.clear();
            world.restart();
            world.untilEmpty();

            assertThat(world.carried)
                    .singleElement()
                    .satisfies(carried -> assertThat(carried.content()).startsWith(FIELD));
        }
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void aNoticeThatCannotBeSignedGoesUnsigned(Trouble trouble) {
        try (QueueWorld world = new QueueWorld()) {
            world.signer =
                    _ -> trouble == Trouble.NOBODY ? Optional.empty() : Optional.of(new Pen(Optional.of(trouble)));

            assertThat(bounced(world).content()).startsWith("From: ").contains("Action: failed");
        }
    }
}
