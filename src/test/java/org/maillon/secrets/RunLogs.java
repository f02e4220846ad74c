package org.maillon.secrets;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What this run of the tests has logged, in a folder that survives it: {@code target/secrets/} and the process's id. */
public final class RunLogs {
    private static final Path ALL = Path.of("target", "secrets");
    private static final Path FOLDER = newFolder();
    private static final AtomicInteger SERVERS = new AtomicInteger();
    private static final Recording RECORDING = newRecording();

    private RunLogs() {}

    static Recording recording() {
        return RECORDING;
    }

    private static Path newFolder() {
        try {
            return Files.createDirectories(
                    ALL.resolve(Long.toString(ProcessHandle.current().pid())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording newRecording() {
        try {
            return Recording.of((LoggerContext) LoggerFactory.getILoggerFactory(), FOLDER.resolve("recorded.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server's own log, before its folder is removed. */
    public static void keep(Path log) throws IOException {
        if (Files.isRegularFile(log)) {
            Path kept = FOLDER.resolve("server-" + SERVERS.incrementAndGet() + ".log");
            Files.copy(log, kept, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Every log with what it has of what nobody may log; empty: all is well. */
    static List<String> audit() throws IOException, InterruptedException {
        RECORDING.flush();
        List<String> forms = new ArrayList<>(new TreeSet<>(KnownSecrets.all()));
        Files.write(
                FOLDER.resolve("needles"),
                forms.stream().flatMap(secret -> Needles.forms(secret).stream()).toList());
        List<Path> logs = new ArrayList<>(files(FOLDER, ".log"));
        logs.addAll(files(Path.of("target", "surefire-reports"), "-output.txt"));
        return audit(new Needles(forms), logs);
    }

    /** What the log of this run has of these, whether they are known or not. */
    public static List<String> has(Collection<String> secrets) throws IOException, InterruptedException {
        RECORDING.flush();
        return audit(new Needles(secrets), files(FOLDER, ".log"));
    }

    /** What any file of a folder has of them. */
    public static List<String> has(Collection<String> secrets, Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return audit(new Needles(secrets), all.filter(Files::isRegularFile).toList());
        }
    }

    static List<String> audit(Needles needles, List<Path> logs) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path log : logs) {
            for (String form : needles.in(Files.newInputStream(log))) {
                found.add(log + " has '" + form + "'");
            }
        }
        return found;
    }

    static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
