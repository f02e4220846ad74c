package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.queue.Result;

/** RFC 5321 §4.5.3.1.8, §4.5.3.1.10 and RFC 9422: the fewest transactions that the peer allows. */
class TenThousandRecipientsTest {
    @ParameterizedTest
    @CsvSource({
        "'', 100000, 100, 1, 0",
        "RCPTMAX=1000, 1000, 10, 1, 0",
        "RCPTMAX=10000, 10000, 1, 1, 0",
        "RCPTMAX=100000, 100000, 1, 1, 0",
        "RCPTMAX=999, 999, 11, 1, 0",
        "RCPTMAX=1000 MAILMAX=3, 1000, 10, 4, 0",
        "RCPTDOMAINMAX=1, 100000, 100, 1, 0",
        "'', 60, 167, 1, 80", // it says nothing and takes 60: that is learned, and none of them waits
        "RCPTMAX=1000, 700, 15, 1, 600" // it takes less than it says
    })
    void goInTheFewestTransactionsThatThePeerTakes(
            String limits, int most, int transactions, int connections, int refused) throws IOException {
        String[] names = IntStream.range(0, 10_000)
                .mapToObj(i -> "r" + i + "@example.org")
                .toArray(String[]::new);
        try (CountingPeer peer = new CountingPeer(limits, most);
                DeliveryRig rig = new DeliveryRig()) {
            List<Result> results = rig.deliver(Mails.errand(Mails.HELLO, names), peer.hop());

            assertThat(results).hasSize(10_000).allMatch(Result.Delivered.class::isInstance);
            assertThat(peer.messages).hasSize(transactions);
            assertThat(peer.messages.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10_000);
            assertThat(Collections.max(peer.messages)).isLessThanOrEqualTo(most);
            assertThat(peer.connections).hasValue(connections);
            assertThat(peer.refused).hasValue(refused);
        }
    }
}
