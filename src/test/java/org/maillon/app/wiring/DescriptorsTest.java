package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.SessionBounds;

/** With 256 descriptors and 400 clients, the last 186 heard nothing, and no command of the operator's was answered any more. */
class DescriptorsTest {
    private final SessionBounds usual = Settings.defaults(SessionBounds.class);

    @ParameterizedTest
    @CsvSource({"256, 32", "1024, 149", "4096, 1173", "30574, 9999", "30576, 10000", "524288, 10000", "3, 1"})
    void clientsLeaveDescriptorsForTheRest(long limit, int sessions) {
        assertThat(Descriptors.within(usual, 512, limit).maxSessions()).isEqualTo(sessions);
    }

    @Test
    void theOtherBoundsStay() {
        SessionBounds bounds = Descriptors.within(usual, 512, 256);
        assertThat(bounds.maxSessionsPerAddress()).isEqualTo(usual.maxSessionsPerAddress());
        assertThat(bounds.writeTime()).isEqualTo(usual.writeTime());
    }
}
