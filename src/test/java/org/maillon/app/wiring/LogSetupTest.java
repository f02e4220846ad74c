package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogSetupTest {
    private static String written(String message, Throwable fault) {
        LoggerContext logs = new LoggerContext();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logs);
        encoder.setPattern(LogSetup.LINE);
        encoder.start();
        LoggingEvent event = new LoggingEvent("", logs.getLogger("x"), Level.WARN, message, fault, new Object[0]);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    /** A PROXY header's words went into the log as they came. */
    @Test
    void whatAPeerSaidForgesNoLineAndDrivesNoTerminal() {
        String text = written("it said 'a\u001b[31m\nERROR b\r\u009b\u202e' été", new IOException("c\u001b[2Jd"));

        assertThat(text).contains("WARN  x: it said 'a?[31m?ERROR b???' été\n").contains("c?[2Jd\n");
        assertThat(text).doesNotContain("\u001b").containsOnlyOnce("IOException");
        assertThat(text).as("the stack trace keeps its lines").contains("\n\tat ");
    }
}
