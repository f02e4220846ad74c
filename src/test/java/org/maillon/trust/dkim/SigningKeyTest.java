package org.maillon.trust.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.crypto.Crypto;

class SigningKeyTest {
    private static final int THREADS = 8;
    private static final int EACH = 40;

    /** What signs is used again: no signature has anything of the one before, whoever signs beside it. */
    @ParameterizedTest
    @EnumSource(names = {"RSA_SHA256", "ED25519_SHA256"})
    void eachSignatureIsOfItsOwnOctets(Algorithm algorithm) throws Exception {
        SigningKey key = Forge.key("s", algorithm);
        List<Callable<Integer>> many = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String name = "thread " + thread;
            many.add(() -> signAndVerify(key, algorithm, name));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> verified : threads.invokeAll(many)) {
                assertThat(verified.get()).isEqualTo(EACH);
            }
        }
    }

    private static int signAndVerify(SigningKey key, Algorithm algorithm, String name) throws Exception {
        int verified = 0;
        for (int number = 0; number < EACH; number++) {
            byte[] first = Bytes.utf8(name).toArray();
            byte[] second = Bytes.utf8(" signs " + number).toArray();
            if (holds(algorithm, name + " signs " + number, key.sign(first, second))) {
                verified++;
            }
        }
        return verified;
    }

    private static boolean holds(Algorithm algorithm, String signed, byte[] signature) throws Exception {
        byte[] octets = Bytes.utf8(signed).toArray();
        boolean isRsa = algorithm == Algorithm.RSA_SHA256;
        KeyPair pair = isRsa ? Forge.rsa(2048) : Forge.ed25519();
        Signature verifier = Crypto.signature(isRsa ? "SHA256withRSA" : "Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update(isRsa ? octets : MessageDigest.getInstance("SHA-256").digest(octets)); // RFC 8463 §3
        return verifier.verify(signature);
    }
}
