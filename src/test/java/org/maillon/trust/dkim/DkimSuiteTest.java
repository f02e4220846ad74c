package org.maillon.trust.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.maillon.kernel.Settings;
import org.maillon.suites.Suites;
import org.maillon.trust.TxtZone;

/** Messages as they were sent, with the keys of then; those of RFC 8463 appendix A and RFC 6376 appendix A among them. */
class DkimSuiteTest {
    private static final DkimSettings SETTINGS = Settings.read(DkimSettings.class, Map.of());

    @TestFactory
    Stream<DynamicTest> verifiesEachMessageOfTheSuite() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Suites.folder("dkim"))) {
            files = all.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSize(6);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> verifies(file)));
    }

    private static void verifies(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        int gap = text.indexOf("\n\n");
        TxtZone zone = new TxtZone();
        for (String line : text.substring(0, gap).split("\n", -1)) {
            int space = line.indexOf(' ');
            zone.txt(line.substring(0, space), line.substring(space + 1));
        }
        byte[] message = text.substring(gap + 2).replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        long signatures = Messages.text(message)
                .lines()
                .filter(line -> line.startsWith("DKIM-Signature:"))
                .count();

        List<DkimVerdict> verdicts = verify(message, zone);

        assertThat(verdicts)
                .hasSize((int) signatures)
                .allSatisfy(verdict ->
                        assertThat(verdict.result()).as(verdict.toString()).isEqualTo(DkimResult.PASS));
    }

    private static List<DkimVerdict> verify(byte[] message, TxtZone zone) {
        // 005 is signed for one day, in November 2022
        InstantSource then = InstantSource.fixed(Instant.ofEpochSecond(1_667_900_000));
        try (DkimVerifier verifier = new DkimVerifier(new PublicKeys(zone), then, SETTINGS)) {
            verifier.feed(message, 0, message.length);
            return verifier.finish();
        }
    }
}
