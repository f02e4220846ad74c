package org.maillon.deliver.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;

class OnwardTest {
    private static final Address ALIAS = new Address("team", new Domain.Name("example.org"));

    private static Set<Notify> set(String words) {
        return Arrays.stream(words.split(" ", -1)).map(Notify::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    /** RFC 3461 §5.2.7.2 for one, §5.2.7.3 c for several. */
    @ParameterizedTest
    @CsvSource({
        "SUCCESS FAILURE DELAY, SUCCESS FAILURE DELAY, FAILURE DELAY",
        "SUCCESS, SUCCESS, NEVER",
        "FAILURE, FAILURE, FAILURE",
        "NEVER, NEVER, NEVER",
    })
    void successIsToldOnceWhereAMessageGoesOnToSeveral(String asked, String toOne, String toEach) {
        RcptParameters given = new RcptParameters(Optional.of(set(asked)), Optional.of("RFC822;T@old.example"));

        assertThat(Onward.parameters(given, ALIAS, false))
                .isEqualTo(new RcptParameters(Optional.of(set(toOne)), given.original()));
        assertThat(Onward.parameters(given, ALIAS, true))
                .isEqualTo(new RcptParameters(Optional.of(set(toEach)), given.original()));
    }

    @Test
    void whatWasNotAskedForIsNotAskedForBehindTheAlias() {
        assertThat(Onward.parameters(RcptParameters.NONE, ALIAS, true))
                .isEqualTo(new RcptParameters(Optional.empty(), Optional.of("rfc822;team@example.org")));
        Address chinese = new Address("用", ALIAS.domain());
        assertThat(Onward.parameters(RcptParameters.NONE, chinese, false).original())
                .contains("utf-8;\\x{7528}@example.org");
    }
}
