package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong(5);
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

    private Progress progress(boolean wanted) {
        return new Progress(err, wanted, "verify", now::get);
    }

    private String shown() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsABarOnceTheWorkHasTakenTwoSeconds() {
        try (Progress progress = progress(true)) {
            now.addAndGet(2 * SECOND - 1);
            progress.at(1, 4, "1 of 4");
            assertThat(shown()).isEmpty();
            now.addAndGet(1);
            progress.at(2, 4, "2 of 4");
            assertThat(shown()).isEqualTo("\rverify [###############               ] 2 of 4 ");
        }
        assertThat(shown()).endsWith(System.lineSeparator());
    }

    @Test
    void drawsNoMoreThanTenTimesASecond() {
        try (Progress progress = progress(true)) {
            now.addAndGet(2 * SECOND);
            progress.at(1, 4, "1 of 4");
            int once = written.size();
            progress.at(2, 4, "2 of 4");
            assertThat(written.size()).isEqualTo(once);
        }
    }

    @Test
    void makesRoomForALineAndLeavesNoHalfBarBehind() {
        try (Progress progress = progress(true)) {
            now.addAndGet(2 * SECOND);
            progress.at(4, 4, "4 of 4");
            int bar = written.size() - 1;
            progress.clear();
            assertThat(shown()).endsWith("\r" + " ".repeat(bar) + "\r");
        }
        assertThat(shown()).endsWith("\r");
    }

    @Test
    void isSilentWhereNobodySits() {
        try (Progress progress = progress(false)) {
            now.addAndGet(10 * SECOND);
            progress.at(1, 4, "1 of 4");
            progress.clear();
        }
        assertThat(shown()).isEmpty();
    }
}
