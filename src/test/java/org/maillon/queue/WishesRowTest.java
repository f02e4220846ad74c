package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.FutureRelease;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Wishes;

class WishesRowTest {
    private static Bytes row(Wishes wishes) {
        Address bob = new Address("bob", new Domain.Name("example.net"));
        Envelope envelope = new Envelope(
                new ReversePath.Null(),
                MailParameters.NONE.with(wishes),
                List.of(new Recipient(bob, RcptParameters.NONE, new Destination("example.net"), 0)),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Instant.parse("2026-05-01T10:00:00Z"),
                "here");
        return new EnvelopeRow(envelope, 5, Treatment.NONE).toBytes();
    }

    static Stream<Wishes> wishes() {
        Optional<FutureRelease> later = Optional.of(new FutureRelease.After(Duration.ofSeconds(999_999_999)));
        Optional<FutureRelease> then = Optional.of(new FutureRelease.At(Instant.parse("2030-01-01T00:00:00Z")));
        return Stream.of(
                Wishes.PLAIN,
                new Wishes(true, Optional.empty(), Optional.empty(), 0),
                new Wishes(false, later, by(5, DeliverBy.Mode.RETURN, false), 9),
                new Wishes(false, then, by(-5, DeliverBy.Mode.NOTIFY, true), -9),
                new Wishes(true, then, by(0, DeliverBy.Mode.NOTIFY, false), 1));
    }

    private static Optional<DeliverBy> by(long seconds, DeliverBy.Mode mode, boolean trace) {
        return Optional.of(new DeliverBy(Duration.ofSeconds(seconds), mode, trace));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void comesBackAsItWasWritten(Wishes wishes) {
        EnvelopeRow back = EnvelopeRow.read(row(wishes));
        assertThat(back.envelope().parameters().wishes()).isEqualTo(wishes);
        assertThat(back.toBytes()).isEqualTo(row(wishes));
    }

    @Test
    void isNotThereWhereNothingIsAsked() {
        assertThat(WishesRow.write(Wishes.PLAIN).length()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\7", "\1\1", "\2\5\3\5", "\4\7\0", "\4\10\1", "\5\11", "\5\24", "\5"})
    void isDamagedWhereItHoldsWhatNobodyWrites(String octets) {
        assertThatThrownBy(() -> WishesRow.read(Bytes.utf8(octets))).isInstanceOf(RuntimeException.class);
    }
}
