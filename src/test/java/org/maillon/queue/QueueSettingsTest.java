package org.maillon.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;

class QueueSettingsTest {
    private static QueueSettings settings(String key, String value) {
        return Settings.read(QueueSettings.class, Map.of(key, value));
    }

    @Test
    void repeatsTheLastWait() {
        QueueSettings settings = settings("retry-after", "1m, 5m");

        assertThat(List.of(settings.waitAfter(1), settings.waitAfter(2), settings.waitAfter(3)))
                .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource({"0, 60000, 60000", "50, 60000, 90000", "100, 60000, 120000"})
    void noWaitIsShorterThanSetOrLongerThanItsJitter(String jitter, long least, long most) {
        QueueSettings settings =
                Settings.read(QueueSettings.class, Map.of("retry-after", "1m", "retry-jitter", jitter));
        SplittableRandom entropy = new SplittableRandom(5);
        LongSummaryStatistics waits = IntStream.range(0, 1000)
                .mapToLong(_ -> settings.waitAfter(1, entropy).toMillis())
                .summaryStatistics();

        assertThat(waits.getMin()).isBetween(least, least + (most - least) / 50);
        assertThat(waits.getMax()).isBetween(most - (most - least) / 50, most);
        assertThat(settings.longestWait()).hasMillis(most);
    }

    @Test
    void refusesAScheduleThatNeverEndsOrNeverWaits() {
        assertThatThrownBy(() -> settings("retry-after", "")).hasMessageContaining("one wait or more");
        assertThatThrownBy(() -> settings("retry-after", "999ms")).hasMessageContaining("a second or more");
        assertThatThrownBy(() -> settings("destination-start", "21")).hasMessageContaining("destination-most");
    }

    @Test
    void tellsOfADelayFromItsTimeOn() {
        QueueSettings settings = settings("delay-notice-after", "4h, 1d");
        long first = Duration.ofHours(4).toMillis();

        assertThat(List.of(settings.delaysBy(first - 1), settings.delaysBy(first), settings.delaysBy(first + 1)))
                .containsExactly(0, 1, 1);
        assertThat(settings.delaysBy(Duration.ofDays(1).toMillis())).isEqualTo(2);
        assertThat(settings("delay-notice-after", "").delaysBy(Long.MAX_VALUE)).isZero();
        assertThatThrownBy(() -> settings("delay-notice-after", "4h, 4h")).hasMessageContaining("rise");
        assertThatThrownBy(() -> settings("delay-notice-after", "0s")).hasMessageContaining("rise");
    }

    @ParameterizedTest
    @CsvSource({"19, true", "20, true", "21, false"})
    void tellsOfADelayAtABoundedNumberOfTimes(int times, boolean taken) {
        String list = IntStream.rangeClosed(1, times).mapToObj(i -> i + "h").collect(Collectors.joining(","));

        if (taken) {
            assertThat(settings("delay-notice-after", list).delayNoticeAfter()).hasSize(times);
        } else {
            assertThatThrownBy(() -> settings("delay-notice-after", list)).hasMessageContaining("at most 20");
        }
    }

    @ParameterizedTest
    @CsvSource({"attempts", "attempts-per-server", "destination-most"})
    void givesOutNoMoreAttemptsThanTheBound(String bound) {
        for (int messages : List.of(6, 7, 8)) {
            Map<String, String> values = bound.equals("destination-most")
                    ? Map.of(bound, "7", "destination-start", "7")
                    : Map.of(bound, "7", "destination-start", "20", "unproven-share", "100");
            Scheduler scheduler = new Scheduler(Settings.read(QueueSettings.class, values));
            for (int i = 0; i < messages; i++) {
                Mail mail = scheduler.add(QueueId.of(0, 0, i), TenantId.DEFAULT, ServerId.DEFAULT);
                scheduler.await(mail, new Destination("smtp://a.example"), new int[] {0}, 0, 0);
            }
            List<Share> going = new ArrayList<>();
            for (Optional<Share> share = scheduler.next(0); share.isPresent(); share = scheduler.next(0)) {
                going.add(share.get());
            }
            assertThat(going).hasSize(Math.min(7, messages));
        }
    }

    @ParameterizedTest
    @CsvSource({"9999, 1", "10000, 1", "10001, 2"})
    void cutsRecipientsIntoAttemptsAtTheBound(int recipients, int shares) {
        Scheduler scheduler = new Scheduler(Settings.defaults(QueueSettings.class));
        Mail mail = scheduler.add(QueueId.of(0, 0, 0), TenantId.DEFAULT, ServerId.DEFAULT);
        scheduler.await(mail, new Destination("smtp://a.example"), new int[recipients], 0, 0);

        int count = 0;
        for (Share share = mail.shares; share != null; share = share.sibling) {
            count++;
        }
        assertThat(count).isEqualTo(shares);
    }
}
