package org.maillon.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.maillon.serve.smtp.SmtpFuzz;
import org.maillon.wire.address.AddressFuzz;
import org.maillon.wire.message.HeaderFuzz;
import org.maillon.wire.smtp.CommandFuzz;
import org.maillon.wire.smtp.TextFuzz;
import org.maillon.wire.smtp.client.ReplyFuzz;

/** Every fuzz target. */
enum Target {
    ADDRESS(AddressFuzz.class, AddressFuzz::fuzzerTestOneInput),
    COMMAND(CommandFuzz.class, CommandFuzz::fuzzerTestOneInput),
    HEADER(HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput),
    REPLY(ReplyFuzz.class, ReplyFuzz::fuzzerTestOneInput),
    SMTP(SmtpFuzz.class, SmtpFuzz::fuzzerTestOneInput),
    TEXT(TextFuzz.class, TextFuzz::fuzzerTestOneInput);

    static final Path CORPORA = Path.of("src/test/resources/corpus");

    /** Whatever it throws is a finding. */
    @FunctionalInterface
    interface Attack {
        void on(byte[] input) throws Exception;
    }

    private final Class<?> home;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final Attack attack;

    Target(Class<?> home, Attack attack) {
        this.home = home;
        this.attack = attack;
    }

    Class<?> home() {
        return home;
    }

    void attack(byte[] input) throws Exception {
        attack.on(input);
    }

    Path corpus() {
        return CORPORA.resolve(home.getSimpleName());
    }

    List<Path> inputs() {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
