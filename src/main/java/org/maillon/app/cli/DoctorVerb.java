package org.maillon.app.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.LoadedConfig;
import org.maillon.app.config.Problem;
import org.maillon.app.wiring.CertificateCheck;
import org.maillon.app.wiring.DnsCheck;
import org.maillon.app.wiring.Doorplan;
import org.maillon.app.wiring.Elsewhere;
import org.maillon.app.wiring.SuffixCheck;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.kernel.crypto.Provision;
import picocli.CommandLine.Command;

/** {@code maillon doctor}. */
@Command(
        name = "doctor",
        description =
                "Check what the server stands on: JDK, cryptography, configuration, data folder, disk, ports, DNS, LDAP.",
        footer = {"", "Example:  maillon doctor"})
final class DoctorVerb extends Verb {
    private static final int JDK = 25;
    private static final long LITTLE_DISK = 1L << 30;

    DoctorVerb(Desk desk) {
        super(desk);
    }

    /** @param says what was found, and what to do where it is not good */
    private record Finding(String what, boolean good, String says) {
        Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("check", what);
            tree.put("good", good);
            tree.put("says", says);
            return tree;
        }
    }

    @Override
    int run(Printer out) {
        List<Finding> findings = new ArrayList<>();
        findings.add(jdk());
        findings.add(crypto());
        switch (desk.readConfig()) {
            case ConfigOutcome.Bad(List<Problem> problems) ->
                problems.forEach(problem -> findings.add(new Finding("config", false, problem.toString())));
            case ConfigOutcome.Good(LoadedConfig loaded) -> {
                String file = loaded.file().map(Path::toString).orElse("no maillon.toml: defaults hold");
                findings.add(new Finding("config", true, file));
                findings.add(data(loaded.data()));
                findings.add(disk(loaded.data()));
                boolean runs = isRunning(loaded.data());
                findings.add(new Finding("server", true, runs ? "runs on this data folder" : "does not run"));
                if (!runs) {
                    findings.addAll(ports(loaded));
                }
                findings.addAll(certificates(loaded));
                findings.add(dns(loaded));
                findings.add(suffixes(loaded));
                findings.addAll(ldap(loaded));
            }
        }
        findings.forEach(
                finding -> out.say((finding.good() ? "good  " : "BAD   ") + finding.what() + ": " + finding.says()));
        out.json(findings.stream().map(Finding::tree).toList());
        return findings.stream().allMatch(Finding::good) ? Exit.DONE : Exit.REFUSED;
    }

    private static Finding jdk() {
        boolean good = Runtime.version().feature() >= JDK;
        return new Finding("java", good, Runtime.version() + (good ? "" : "; install JDK " + JDK + " or newer"));
    }

    /** Slow signatures are no fault: a machine for which the provider has no library cannot have it. */
    private static Finding crypto() {
        Provision provision = Crypto.provision();
        return new Finding(
                "crypto",
                true,
                provision.name()
                        + provision
                                .lacking()
                                .map(why -> ", the slower one: " + why)
                                .orElse("")
                        + Optional.ofNullable(System.getenv("OPENSSL_ia32cap"))
                                .map(cap -> ", with OPENSSL_ia32cap=" + cap)
                                .orElse(""));
    }

    private static Finding data(Path data) {
        if (Files.notExists(data)) {
            return new Finding("data", true, data + " is not there yet; the first start makes it");
        }
        boolean good = Files.isDirectory(data) && Files.isWritable(data) && Files.isReadable(data);
        return new Finding("data", good, good ? data.toString() : data + " cannot be read and written by this user");
    }

    private static Finding disk(Path data) {
        try {
            Path there = data;
            while (Files.notExists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            long free = Files.getFileStore(there).getUsableSpace();
            boolean good = free >= LITTLE_DISK;
            return new Finding("disk", good, Sizes.people(free) + " free" + (good ? "" : "; make room"));
        } catch (IOException e) {
            return new Finding("disk", false, "cannot be asked: " + e.getMessage());
        }
    }

    private static boolean isRunning(Path data) {
        try {
            Optional<ControlClient> server = ControlClient.connect(data);
            if (server.isPresent()) {
                server.get().close();
            }
            return server.isPresent();
        } catch (IOException _) {
            return false;
        }
    }

    private static List<Finding> ports(LoadedConfig loaded) {
        return Doorplan.of(loaded.config()).stream().map(DoctorVerb::port).toList();
    }

    private static Finding port(Doorplan.Place place) {
        String name = "port " + place.port();
        try (ServerSocket _ = new ServerSocket(place.port(), 1, InetAddress.ofLiteral(place.address()))) {
            return new Finding(name, true, "free for " + place.protocol() + " on " + place.address());
        } catch (IOException | IllegalArgumentException e) {
            return new Finding(
                    name,
                    false,
                    "not to be had for " + place.protocol() + " on " + place.address() + ": " + e.getMessage()
                            + "; set another in maillon.toml, or stop what has it");
        }
    }

    private static List<Finding> certificates(LoadedConfig loaded) {
        return CertificateCheck.ask(loaded).stream()
                .map(answer -> new Finding("certificate", answer.good(), answer.says()))
                .toList();
    }

    private static Finding suffixes(LoadedConfig loaded) {
        SuffixCheck.Answer answer = SuffixCheck.ask(loaded, InstantSource.system());
        return new Finding("public suffixes", answer.good(), answer.says());
    }

    private static List<Finding> ldap(LoadedConfig loaded) {
        return Elsewhere.ask(loaded).stream()
                .map(answer -> new Finding("ldap", answer.good(), answer.says()))
                .toList();
    }

    private static Finding dns(LoadedConfig loaded) {
        DnsCheck.Answer answer = DnsCheck.ask(loaded.config().dns());
        return new Finding("dns", answer.good(), answer.says());
    }
}
