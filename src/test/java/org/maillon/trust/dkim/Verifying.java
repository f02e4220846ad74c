package org.maillon.trust.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maillon.kernel.Settings;
import org.maillon.trust.TxtZone;

/** A message, two keys in DNS, and what becomes of signatures: what the tests of verifying begin with. */
class Verifying {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final SigningKey RSA = Forge.key("r", Algorithm.RSA_SHA256);
    static final SigningKey ED = Forge.key("e", Algorithm.ED25519_SHA256);
    static final String R = "r._domainkey.example.org";
    static final String TAGS = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=r; h=from:to:subject";

    static final byte[] MESSAGE = Messages.octets("""
            From: Ada <ada@example.org>
            To: bob@example.net
            Subject: What to have
              for dinner

            Dear Bob,  it is\tbeans.\s\s

            Ada


            """);

    final TxtZone zone = new TxtZone()
            .txt(R, Forge.record(Algorithm.RSA_SHA256))
            .txt("e._domainkey.example.org", Forge.record(Algorithm.ED25519_SHA256));
    final Map<String, String> settings = new HashMap<>();

    List<DkimVerdict> verify(byte[] message) {
        return verify(message, message.length);
    }

    List<DkimVerdict> verify(byte[] message, int piece) {
        DkimSettings read = Settings.read(DkimSettings.class, Map.copyOf(settings));
        try (DkimVerifier verifier = new DkimVerifier(new PublicKeys(zone), InstantSource.fixed(NOW), read)) {
            for (int at = 0; at < message.length; at += piece) {
                verifier.feed(message, at, Math.min(piece, message.length - at));
            }
            return verifier.finish();
        }
    }

    DkimVerdict only(byte[] message) {
        List<DkimVerdict> verdicts = verify(message);
        assertThat(verdicts).hasSize(1);
        return verdicts.getFirst();
    }

    static byte[] edited(byte[] message, String was, String is) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(was);
        return text.replace(was, is).getBytes(StandardCharsets.ISO_8859_1);
    }
}
