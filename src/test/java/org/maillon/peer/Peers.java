package org.maillon.peer;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What a real peer needs of this machine: its program, a port, a folder it may enter. */
final class Peers {
    private Peers() {}

    /** The program's file. Where it is missing the test is skipped with a sentence; with {@code CI=true} it fails. */
    static Path program(String name, String debianPackage) {
        Optional<Path> found = folders()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            miss(name + " is not installed: apt-get install " + debianPackage);
        }
        return found.orElseThrow();
    }

    /** The same of a program that {@code .ci/unpack-peers} puts into a folder of its own. */
    static Path unpacked(Path program) {
        if (!Files.isExecutable(program)) {
            miss(program + " is not there: run .ci/unpack-peers as root");
        }
        return program;
    }

    static void own(Path path, String user) throws IOException {
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }

    /** How many files are in a folder; none where it is not there yet. */
    static long files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    static void needsRoot(String who) {
        if (!"root".equals(System.getProperty("user.name"))) {
            miss(who + " starts as root only");
        }
    }

    private static void miss(String sentence) {
        if ("true".equals(System.getenv("CI"))) {
            fail(sentence);
        }
        abort(sentence);
    }

    private static Stream<String> folders() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(":", -1)), Stream.of("/usr/sbin", "/sbin", "/usr/bin"));
    }

    static int freePort() throws IOException {
        return freePort("127.0.0.1");
    }

    static int freePort(String address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
            return socket.getLocalPort();
        }
    }

    /** Daemons drop root's rights and must still get in: JUnit's own folders would keep them out. */
    static Path openFolder(String prefix) throws IOException {
        Path folder = Files.createTempDirectory(prefix);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
