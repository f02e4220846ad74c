package org.maillon.app.cli;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.maillon.kernel.crypto.Crypto;
import picocli.CommandLine.Command;

/**
 * {@code maillon sign-speed}: for the launcher, which has it run with and without what a processor offers for long numbers, and
 * keeps what is faster (docs/adr/0009). All processors sign at once, as they do in a busy server: two that share one
 * multiplier are slowed down by each other.
 */
@Command(
        name = "sign-speed",
        hidden = true,
        description = "Print how many RSA-2048 signatures this machine makes in a second.",
        footer = {"", "Example:  maillon sign-speed"})
final class SignSpeedVerb extends Verb {
    private static final int BITS = 2048;
    private static final long WARM_UP = 150_000_000; // nanoseconds
    private static final long MEASURED = 400_000_000;

    SignSpeedVerb(Desk desk) {
        super(desk);
    }

    @Override
    int run(Printer out) {
        KeyPairGenerator generator = Crypto.keyPairs("RSA");
        generator.initialize(BITS);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        signAll(key, WARM_UP);
        long each = signAll(key, MEASURED) * 1_000_000_000L / MEASURED;
        out.say(Long.toString(each));
        out.json(Map.of("signatures", each));
        return Exit.DONE;
    }

    /** How many were made in that time. */
    private static long signAll(PrivateKey key, long nanos) {
        long end = System.nanoTime() + nanos;
        AtomicLong made = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() - end < 0) {
                    sign(key);
                    made.incrementAndGet();
                }
            }));
        }
        threads.forEach(SignSpeedVerb::await);
        return made.get();
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sign(PrivateKey key) {
        try {
            Signature signature = Crypto.signature("SHA256withRSA");
            signature.initSign(key);
            signature.update(new byte[512]);
            var _ = signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
