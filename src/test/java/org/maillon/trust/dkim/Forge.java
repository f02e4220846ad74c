package org.maillon.trust.dkim;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.wire.address.Domain;

/** Keys and signatures for tests, of every make: also those that we would never make ourselves. */
public final class Forge {
    public static final Domain.Name DOMAIN = new Domain.Name("example.org");
    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private Forge() {}

    public static KeyPair rsa(int bits) {
        return PAIRS.computeIfAbsent("rsa" + bits, _ -> {
            KeyPairGenerator generator = Crypto.keyPairs("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        });
    }

    public static KeyPair ed25519() {
        return PAIRS.computeIfAbsent("ed25519", _ -> Crypto.keyPairs("Ed25519").generateKeyPair());
    }

    public static SigningKey key(String selector, Algorithm algorithm) {
        KeyPair pair = algorithm == Algorithm.ED25519_SHA256 ? ed25519() : rsa(2048);
        return new SigningKey(DOMAIN, selector, algorithm, pair.getPrivate());
    }

    /** The record of a key of ours. */
    public static String record(Algorithm algorithm) {
        KeyPair pair = algorithm == Algorithm.ED25519_SHA256 ? ed25519() : rsa(2048);
        return SigningKey.record(algorithm, pair.getPublic().getEncoded());
    }

    public static String record(int bits) {
        return SigningKey.record(Algorithm.RSA_SHA256, rsa(bits).getPublic().getEncoded());
    }

    /** The message with our own signatures in front of it. */
    public static byte[] signed(byte[] message, java.time.Instant at, List<SigningKey> keys) {
        DkimSigner signer = new DkimSigner();
        signer.feed(message, 0, message.length);
        byte[] all = message;
        for (byte[] field : signer.sign(header(message), keys, at)) {
            all = joined(field, all);
        }
        return all;
    }

    /**
     * The message with a signature of these tags in front of it; what they lack of bh= and b= is calculated, whatever
     * else they say.
     */
    public static byte[] signed(byte[] message, String tags, SigningKey key) {
        TagList said = TagList.parse(tags).orElseThrow();
        Canonicalization.Both forms =
                said.get("c").flatMap(Canonicalization.Both::parse).orElse(Canonicalization.Both.SIMPLE_BOTH);
        String text = "DKIM-Signature: " + tags;
        if (!said.has("bh")) {
            long limit = said.get("l").map(Long::parseLong).orElse(Long.MAX_VALUE);
            text += "; bh=" + bodyHash(message, forms.body(), limit);
        }
        text += "; b=";
        HeaderCanon canon = new HeaderCanon(forms.header());
        canon.add(SignedFields.of(
                header(message), SignatureReader.list(said.unfolded("h").orElse(""))));
        HeaderCanon own = new HeaderCanon(forms.header());
        own.addUnsigned(HeaderField.of(text.getBytes(StandardCharsets.UTF_8)));
        String signature = Base64.getEncoder().encodeToString(key.sign(canon.toOctets(), own.toOctets()));
        return joined((text + signature + "\r\n").getBytes(StandardCharsets.UTF_8), message);
    }

    private static String bodyHash(byte[] message, Canonicalization form, long limit) {
        BodyHashes hashes = new BodyHashes();
        BodyHash hash = hashes.want(form, limit);
        int from = new HeaderEnd().skip(message, 0, message.length);
        hashes.feed(message, from, message.length - from);
        hashes.end();
        return Base64.getEncoder().encodeToString(hash.result());
    }

    static HeaderFields header(byte[] message) {
        int end = new HeaderEnd().skip(message, 0, message.length);
        return new HeaderFields(message, end - 2);
    }

    public static byte[] joined(byte[] first, byte[] second) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
