package org.maillon.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Takes a password from where nobody else sees it: standard input, or a terminal without echo, twice. */
final class SecretPrompt {
    private static final int LONGEST = 1024;

    private SecretPrompt() {}

    /** Where a verb wants its password from. */
    enum Source {
        NONE,
        STANDARD_INPUT,
        TERMINAL
    }

    sealed interface Answer {}

    record Unwanted() implements Answer {}

    record Given(String secret) implements Answer {
        @Override
        public String toString() {
            return "Given[*****]";
        }
    }

    record Missing(String why) implements Answer {}

    static Answer ask(Source source, Terminal terminal) throws IOException {
        return switch (source) {
            case NONE -> new Unwanted();
            case STANDARD_INPUT -> fromStandardInput(terminal);
            case TERMINAL -> fromTerminal(terminal);
        };
    }

    private static Answer fromStandardInput(Terminal terminal) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = terminal.in().read();
        while (octet >= 0 && octet != '\n' && line.size() <= LONGEST) {
            line.write(octet);
            octet = terminal.in().read();
        }
        String secret = line.toString(StandardCharsets.UTF_8).stripTrailing();
        if (secret.isEmpty()) {
            return new Missing("--password-stdin wants the password as the first line of standard input");
        }
        return line.size() > LONGEST ? new Missing("a password has at most " + LONGEST + " octets") : new Given(secret);
    }

    private static Answer fromTerminal(Terminal terminal) {
        Optional<char[]> first = terminal.askSecretly("New password: ");
        if (first.isEmpty()) {
            return new Missing(
                    "a password is wanted and there is no terminal to ask at; pipe it in with --password-stdin, or"
                            + " have one made with --generate");
        }
        Optional<char[]> second = terminal.askSecretly("Once more: ");
        try {
            return second.isPresent() && Arrays.equals(first.get(), second.get())
                    ? new Given(new String(first.get()))
                    : new Missing("the two passwords differ; nothing was changed");
        } finally {
            Arrays.fill(first.get(), ' ');
            second.ifPresent(typed -> Arrays.fill(typed, ' '));
        }
    }
}
