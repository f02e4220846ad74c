package org.maillon.app.wiring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.file.Path;
import java.util.Optional;
import org.maillon.app.config.LogSettings;
import org.slf4j.LoggerFactory;

/** The log's form and place. Logback finds this class by its service file; until a server starts, only warnings show. */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /**
     * What peers said stands in messages and in the words of exceptions: a control character there could forge a line or
     * drive the terminal that shows it.
     */
    static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: "
            + "%replace(%msg){'[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]','?'}%n"
            + "%replace(%rEx{6}){'[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]','?'}";

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        logs.getStatusManager().add(new NopStatusListener());
        write(logs, Level.WARN, Optional.empty());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** @param file empty for standard error */
    public static void apply(LogSettings settings, Optional<Path> file) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            write(logs, Level.toLevel(settings.level().name()), file);
        }
    }

    private static void write(LoggerContext logs, Level level, Optional<Path> file) {
        Logger root = logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logs);
        encoder.setPattern(LINE);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender =
                file.map(LogSetup::toFile).orElseGet(LogSetup::toStandardError);
        appender.setContext(logs);
        appender.setEncoder(encoder);
        appender.start();
        root.addAppender(appender);
        root.setLevel(level);
        // It complains of each signature that does not hold, with a stack: words of strangers, as many as they like.
        logs.getLogger("org.xbill.DNS").setLevel(Level.ERROR);
    }

    private static OutputStreamAppender<ILoggingEvent> toFile(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        return appender;
    }

    private static OutputStreamAppender<ILoggingEvent> toStandardError() {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        return appender;
    }
}
