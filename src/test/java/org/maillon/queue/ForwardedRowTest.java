package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.Town;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.RcptParameters;

/** Whose domain forwards to a recipient outlives a start; rows that do not say it are read as before. */
class ForwardedRowTest {
    private static final Recipient PLAIN =
            new Recipient(Town.address("ada@example.org"), RcptParameters.NONE, Destination.LOCAL, 1);
    private static final Recipient FORWARDED = new Recipient(
            PLAIN.address(),
            PLAIN.parameters(),
            PLAIN.destination(),
            1,
            Optional.of(new Domain.Name("forwards.example")));

    @Test
    void whoForwardsIsWrittenAndRead() {
        Bytes row = EnvelopeRow.appended(FORWARDED);
        assertThat(row.at(0)).isEqualTo((byte) 2);
        assertThat(EnvelopeRow.readAppended(row)).isEqualTo(FORWARDED);
    }

    @Test
    void aRowOfTheFirstVersionIsReadAndWrittenAsItWas() {
        Bytes row = EnvelopeRow.appended(PLAIN);
        assertThat(row.at(0)).isEqualTo((byte) 1);
        assertThat(EnvelopeRow.readAppended(row)).isEqualTo(PLAIN);
    }
}
