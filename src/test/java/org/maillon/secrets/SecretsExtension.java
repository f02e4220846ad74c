package org.maillon.secrets;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Before the first class of a run, and again where a class has reset the logs: found by JUnit by its service file. */
public final class SecretsExtension implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        RunLogs.recording().listenTo((LoggerContext) LoggerFactory.getILoggerFactory());
    }
}
