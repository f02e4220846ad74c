package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.kernel.Settings;
import org.maillon.trust.TxtZone;
import org.maillon.trust.dkim.Algorithm;
import org.maillon.trust.dkim.DkimResult;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dkim.Forge;
import org.maillon.trust.dkim.Messages;
import org.maillon.trust.dkim.PublicKeys;

/** OpenDKIM and we believe each other's signatures, and neither believes what was changed. */
@Tag("peer")
class OpenDkimTest {
    private static final byte[] MESSAGE = Messages.octets("""
            Date: Mon, 23 Nov 2026 20:00:00 +0000
            Message-ID: <1@example.org>
            From: Ada <ada@example.org>
            To: bob@example.net
            Subject: beans
              again

            Beans,  again.\s\s
            \tAda


            """);

    private final Path opendkim = Peers.program("opendkim", "opendkim");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"RSA_SHA256, rsa", "ED25519_SHA256, ed25519"})
    void itVerifiesOurs(Algorithm algorithm, String word) throws Exception {
        byte[] signed = Forge.signed(MESSAGE, InstantSource.system().instant(), List.of(Forge.key("ours", algorithm)));
        Files.writeString(folder.resolve("keys"), "ours._domainkey.example.org " + Forge.record(algorithm) + "\n");

        assertThat(judged(signed)).contains("dkim=pass").contains("header.a=" + word + "-sha256");
        byte[] changed = Messages.text(signed).replace("Beans,", "Peas,").getBytes(StandardCharsets.UTF_8);
        assertThat(judged(changed)).doesNotContain("dkim=pass").contains("dkim=fail");
    }

    private String judged(byte[] message) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("message"), message);
        Path settings = Files.writeString(
                folder.resolve("verify.conf"),
                "Mode v\nTestPublicKeys " + folder.resolve("keys") + "\nAlwaysAddARHeader yes\n");
        return Command.of(opendkim, "-x", settings, "-v", "-v", "-t", file)
                .run()
                .text();
    }

    @ParameterizedTest
    @CsvSource({
        "relaxed/simple, rsa-sha256",
        "simple/simple, rsa-sha256",
        "simple/relaxed, rsa-sha256",
        "relaxed/relaxed, rsa-sha256",
    })
    void weVerifyItsOwn(String forms, String algorithm) throws Exception {
        byte[] signed = signedByIt(forms, algorithm);
        TxtZone zone = new TxtZone().txt("theirs._domainkey.example.org", Forge.record(Algorithm.RSA_SHA256));

        assertThat(verdict(signed, zone).result()).isEqualTo(DkimResult.PASS);
        byte[] changed = Messages.text(signed).replace("Beans,", "Peas,").getBytes(StandardCharsets.UTF_8);
        assertThat(verdict(changed, zone).result()).isEqualTo(DkimResult.FAIL);
    }

    /** In test mode it says which field it would add. */
    private byte[] signedByIt(String forms, String algorithm) throws IOException, InterruptedException {
        KeyPair pair = Forge.rsa(2048);
        String key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Path keyFile = Files.writeString(folder.resolve("key.pem"), key);
        Path settings = Files.writeString(
                folder.resolve("sign.conf"),
                "Mode s\nDomain example.org\nSelector theirs\nRequireSafeKeys no\nKeyFile " + keyFile
                        + "\nCanonicalization " + forms + "\nSignatureAlgorithm " + algorithm + "\n");
        Path file = Files.write(folder.resolve("message"), MESSAGE);
        String said = Command.of(opendkim, "-x", settings, "-v", "-v", "-t", file)
                .run()
                .text();
        int from = said.indexOf("hvalue='") + "hvalue='".length();
        assertThat(said).contains("hname='DKIM-Signature'");
        String value = said.substring(from, said.indexOf('\'', from)).replace("\r", "");
        return Forge.joined(Messages.octets("DKIM-Signature: " + value + "\n"), MESSAGE);
    }

    private static DkimVerdict verdict(byte[] message, TxtZone zone) {
        DkimSettings settings = Settings.defaults(DkimSettings.class);
        InstantSource clock = InstantSource.system();
        try (DkimVerifier verifier = new DkimVerifier(new PublicKeys(zone), clock, settings)) {
            verifier.feed(message, 0, message.length);
            return verifier.finish().getFirst();
        }
    }

    @Test
    void aSignatureOfTheirsInTheFutureIsNoPass() throws Exception {
        byte[] signed = signedByIt("relaxed/relaxed", "rsa-sha256");
        TxtZone zone = new TxtZone().txt("theirs._domainkey.example.org", Forge.record(Algorithm.RSA_SHA256));
        InstantSource earlier = InstantSource.fixed(Instant.EPOCH);
        DkimSettings settings = Settings.defaults(DkimSettings.class);
        try (DkimVerifier verifier = new DkimVerifier(new PublicKeys(zone), earlier, settings)) {
            verifier.feed(signed, 0, signed.length);
            assertThat(verifier.finish()).noneMatch(DkimVerdict::passes);
        }
    }
}
