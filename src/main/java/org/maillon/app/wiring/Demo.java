package org.maillon.app.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.maillon.hosting.Directory;
import org.maillon.hosting.HostedDomain;
import org.maillon.hosting.Outcome;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** What a first start makes so that there is something to try: a domain under a name that is nobody's (RFC 6761 §6.2), two accounts. */
public final class Demo {
    public static final Domain.Name DOMAIN = new Domain.Name("maillon.test");
    private static final String FILE = "demo-accounts.txt";

    private final Directory directory;
    private final RandomGenerator entropy;
    private final Path file;

    Demo(Directory directory, RandomGenerator entropy, Path data) {
        this.directory = directory;
        this.entropy = entropy;
        this.file = data.resolve(FILE);
    }

    /**
     * @param passwords by address; they are said once, and kept in {@code file}
     */
    public record Accounts(Map<String, String> passwords, Path file) {
        @Override
        public String toString() {
            return "Accounts" + passwords.keySet();
        }
    }

    static boolean isReal(HostedDomain domain) {
        return !domain.name().equals(DOMAIN);
    }

    /** Once: where there is no other domain, and the file was not written yet. A crash in between makes it begin anew. */
    Optional<Accounts> makeWhereNew() throws IOException {
        boolean inUse = directory.domains().stream().anyMatch(Demo::isReal);
        if (inUse || Files.exists(file)) {
            return Optional.empty();
        }
        require(directory.addDomain(TenantId.DEFAULT, DOMAIN));
        Map<String, String> passwords = new LinkedHashMap<>();
        for (String name : new String[] {"ada", "bob"}) {
            Address address = new Address(name, DOMAIN);
            String password = ReadablePassword.make(entropy);
            give(address, password);
            passwords.put(address.toString(), password);
        }
        write(passwords);
        return Optional.of(new Accounts(passwords, file));
    }

    private void give(Address address, String password) throws IOException {
        try (Secret secret = Secret.utf8(password)) {
            if (!directory.addAccount(address, secret, Optional.empty()).isDone()) {
                require(directory.setPassword(address, secret));
            }
        }
    }

    /** What is there already was left by a first start that crashed. */
    private static void require(Outcome<?> outcome) throws IOException {
        if (outcome instanceof Outcome.Refused<?>(Outcome.Cause cause, String sentence)
                && cause != Outcome.Cause.EXISTS) {
            throw new IOException("the demo cannot be made: " + sentence);
        }
    }

    private void write(Map<String, String> passwords) throws IOException {
        StringBuilder text =
                new StringBuilder("# The accounts of the first start, to try things with. Remove them with:\n");
        passwords
                .keySet()
                .forEach(address -> text.append("#   maillon account remove ")
                        .append(address)
                        .append('\n'));
        text.append("#   maillon domain remove ")
                .append(DOMAIN)
                .append("\n# While this file is here they are not made again.\n");
        passwords.forEach((address, password) ->
                text.append(address).append(' ').append(password).append('\n'));
        OwnFolder.write(file, text.toString());
    }
}
