package org.maillon.kernel.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CryptoTest {
    private static final byte[] TEXT = "abc".getBytes(UTF_8);

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theFastProviderStandsFirstWhereItsLibraryLoads() {
        assertThat(Crypto.provision().lacking()).isEmpty();
        assertThat(Crypto.provision().name()).contains("Corretto").contains("2.5");
        assertThat(Security.getProviders()[0].getName()).isEqualTo("AmazonCorrettoCryptoProvider");
    }

    @Test
    void digestsAsTheStandardSays() {
        assertThat(HexFormat.of().formatHex(Crypto.digest("SHA-256").digest(TEXT)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void eachDigestBeginsAnew() {
        MessageDigest half = Crypto.digest("SHA-256");
        half.update(TEXT, 0, 1);
        byte[] other = Crypto.digest("SHA-256").digest(TEXT);
        half.update(TEXT, 1, TEXT.length - 1);

        assertThat(half.digest()).isEqualTo(other);
        assertThat(Crypto.digest("SHA-256").digest(TEXT)).isEqualTo(other);
        assertThat(Crypto.digest("SHA-512").digest(TEXT)).hasSize(64);
    }

    @Test
    void manyThreadsTakeDigestsAtOnce() throws Exception {
        byte[] expected = Crypto.digest("SHA-256").digest(TEXT);
        AtomicInteger wrong = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < 5_000; j++) {
                    if (!Arrays.equals(Crypto.digest("SHA-256").digest(TEXT), expected)) {
                        wrong.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, SHA256withRSA, SunRsaSign",
        "EC, 256, SHA256withECDSA, SunEC",
        "Ed25519, 255, Ed25519, SunEC",
    })
    void whatItSignsTheJdkVerifiesAndTheOtherWayRound(String keys, int bits, String algorithm, String jdk)
            throws GeneralSecurityException {
        KeyPairGenerator generator = Crypto.keyPairs(keys);
        if (!keys.startsWith("Ed")) {
            generator.initialize(bits);
        }
        KeyPair pair = generator.generateKeyPair();

        assertThat(verify(pair, Signature.getInstance(algorithm, jdk), sign(pair, Crypto.signature(algorithm))))
                .isTrue();
        assertThat(verify(pair, Crypto.signature(algorithm), sign(pair, Signature.getInstance(algorithm, jdk))))
                .isTrue();
    }

    private static byte[] sign(KeyPair pair, Signature signature) throws GeneralSecurityException {
        signature.initSign(pair.getPrivate());
        signature.update(TEXT);
        return signature.sign();
    }

    private static boolean verify(KeyPair pair, Signature signature, byte[] signed) throws GeneralSecurityException {
        signature.initVerify(pair.getPublic());
        signature.update(TEXT);
        return signature.verify(signed);
    }

    @Test
    void anAlgorithmThatNobodyHasIsAFaultOfTheCaller() {
        assertThatIllegalArgumentException().isThrownBy(() -> Crypto.digest("SHA-257"));
    }

    @Test
    void withoutTheLibraryTheJdkDoesTheWorkAndSaysWhy(@TempDir Path folder) throws Exception {
        String said = elsewhere(folder, "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true");

        assertThat(said).contains("the JDK's own").contains("does not load").contains("false");
        assertThat(said).contains("SUN ").contains("SunRsaSign");
    }

    @Test
    void aLibraryThatIsOfAnotherMachineIsDoneWithoutToo(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(System.mapLibraryName(Provision.LIBRARY)), "of another machine");

        assertThat(elsewhere(folder, "-Xshare:auto")).contains("the JDK's own").contains("SunRsaSign");
    }

    /** Another process: a provider is chosen once. */
    private static String elsewhere(Path folder, String option) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        option,
                        "-Djava.library.path=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Says who does what there. */
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] words) throws GeneralSecurityException {
            Provision provision = Crypto.provision();
            System.out.println(provision.name() + "; " + provision.lacking() + "; " + provision.isFastest());
            MessageDigest digest = Crypto.digest("SHA-256");
            KeyPairGenerator keys = Crypto.keyPairs("RSA");
            System.out.println(
                    digest.getProvider().getName() + " " + keys.getProvider().getName());
            sign(keys.generateKeyPair(), Crypto.signature("SHA256withRSA"));
        }
    }
}
