package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.maillon.queue.QueueWorld.deferred;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.queue.TraceLine.Kind;
import org.maillon.store.StoreException;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.report.Language;
import org.maillon.wire.smtp.MailParameters;

/** One message that cannot be dealt with keeps none of the others waiting. */
class UpkeepTest {
    private static final String SICK = "sick.example";

    private static final Map<String, Language> FAULTY = new HashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        public Language get(Object domain) {
            if (domain.equals(SICK)) {
                throw new IllegalStateException("for the test");
            }
            return Language.EN;
        }
    };

    private static QueueId send(QueueWorld world, String domain, String recipient) {
        return world.send(
                new Envelope(
                        new ReversePath.Sender(QueueWorld.address("bob@" + domain)),
                        MailParameters.NONE,
                        QueueWorld.recipients(0, recipient),
                        TenantId.DEFAULT,
                        ServerId.DEFAULT,
                        world.now(),
                        "client.example [192.0.2.7]"),
                "X: 1\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void thatAMessageCannotBeToldOfAsLateKeepsNoOtherSenderWaiting(int sick) {
        try (QueueWorld world = new QueueWorld("retry-after", "100h")) {
            world.languages = FAULTY;
            world.start();
            QueueId[] sickIds = new QueueId[sick];
            for (int i = 0; i < sick; i++) {
                world.script("a" + i + "@there.example", deferred());
                sickIds[i] = send(world, SICK, "a" + i + "@there.example");
            }
            world.script("ada@there.example", deferred());
            QueueId well = send(world, "sender.example", "ada@there.example");
            world.untilCarried(sick + 1);
            world.untilIdle();
            world.pass(Duration.ofHours(5));
            world.queue.upkeep().tellDelays();
            world.queue.upkeep().tellDelays();

            assertThat(world.kinds(well)).containsOnlyOnce(Kind.NOTICE);
            assertThat(world.kinds(sickIds[0])).doesNotContain(Kind.NOTICE);
            world.languages = Map.of();
            world.queue.upkeep().tellDelays();
            assertThat(world.kinds(sickIds[0])).as("it was not forgotten").containsOnlyOnce(Kind.NOTICE);
        }
    }

    @Test
    void thatANoticeCannotBeMadeKeepsNoMessageFromItsEnd() {
        try (QueueWorld world =
                new QueueWorld("expire-after", "1d", "retry-after", "23h", "rest-first", "3h", "rest-most", "3h")) {
            world.languages = FAULTY;
            world.start();
            world.script("ada@there.example", deferred());
            world.script("cyd@there.example", deferred());
            world.script("bea@there.example", QueueWorld.down());
            QueueId sick = send(world, SICK, "ada@there.example");
            QueueId well = send(world, "sender.example", "cyd@there.example");
            world.untilCarried(2);
            world.untilIdle();
            world.pass(Duration.ofHours(22));
            world.send("bea@there.example");
            world.untilCarried(3);
            world.untilIdle();
            world.pass(Duration.ofHours(2));
            world.queue.upkeep().endExpired();
            world.untilIdle();

            assertThat(world.kinds(well)).contains(Kind.EXPIRED, Kind.NOTICE);
            assertThat(world.kinds(sick))
                    .as("its trace says that no notice could be made")
                    .containsExactly(Kind.TAKEN, Kind.DEFERRED, Kind.EXPIRED, Kind.NOTICE);
        }
    }

    @Test
    void whatOnePartOfARoundMeetsEndsNeitherTheRoundNorThoseToCome() {
        assertThatCode(() -> {
                    Upkeep.inSpiteOf(() -> {
                        throw new OutOfMemoryError("for the test");
                    });
                    Upkeep.inSpiteOf(() -> {
                        throw new IllegalStateException("for the test");
                    });
                    Upkeep.inSpiteOf(() -> {
                        throw StoreException.broken("for the test", new IllegalStateException());
                    });
                })
                .doesNotThrowAnyException();
    }
}
