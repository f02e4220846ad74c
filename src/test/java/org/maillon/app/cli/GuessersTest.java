package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole server, and somebody who guesses passwords. */
class GuessersTest {
    private static final String ADA = "ada@maillon.test";
    private static final String NOBODY = "nobody@maillon.test";
    private static final String WRONG = "wrong-Marker-6d1f";
    private static final String CONFIG = "[log-in]\non-mx = true\nwrong-passwords = 100\n[guard]\n";
    private static final String QUICK = CONFIG + "delay-first = \"1ms\"\ndelay-most = \"1ms\"\n";

    @TempDir
    Path folder;

    enum Way {
        AUTH_PLAIN,
        AUTH_LOGIN,
        POP3_PASS,
        POP3_AUTH
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String login, String password) {
        return base64("\0" + login + "\0" + password);
    }

    /** What the server says to a password. */
    private static String tries(House house, Way way, String login, String password) throws IOException {
        boolean smtp = way == Way.AUTH_PLAIN || way == Way.AUTH_LOGIN;
        try (Telnet client = new Telnet(smtp ? house.smtp() : house.pop3())) {
            client.hears();
            return switch (way) {
                case AUTH_PLAIN -> {
                    client.says("EHLO me.test");
                    yield client.says("AUTH PLAIN " + plain(login, password));
                }
                case AUTH_LOGIN -> {
                    client.says("EHLO me.test");
                    assertThat(client.says("AUTH LOGIN")).startsWith("334 ");
                    assertThat(client.says(base64(login))).startsWith("334 ");
                    yield client.says(base64(password));
                }
                case POP3_PASS -> {
                    assertThat(client.says("USER " + login)).startsWith("+OK");
                    yield client.says("PASS " + password);
                }
                case POP3_AUTH -> client.says("AUTH PLAIN " + plain(login, password));
            };
        }
    }

    private static boolean isIn(String answer) {
        return answer.startsWith("235 ") || answer.startsWith("+OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH_PLAIN", "AUTH_LOGIN", "POP3_PASS", "POP3_AUTH"})
    void anUnknownAccountReadsAsAWrongPassword(Way way) throws Exception {
        try (House house = House.open(folder, QUICK)) {
            String unknown = tries(house, way, NOBODY, WRONG);
            assertThat(isIn(unknown)).isFalse();
            assertThat(unknown).isEqualTo(tries(house, way, ADA, WRONG));
            assertThat(isIn(tries(house, way, ADA, house.password(ADA)))).isTrue();
        }
    }

    @Test
    void loopbackIsSlowedDownAndNeverBlocked() throws Exception {
        String config = CONFIG + "delay-first = \"300ms\"\ndelay-most = \"300ms\"\naddress-failures = 2\n";
        try (House house = House.open(folder, config)) {
            tries(house, Way.AUTH_PLAIN, ADA, WRONG);
            long start = System.nanoTime();
            for (Way way : Way.values()) {
                tries(house, way, ADA, WRONG);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1200));
            assertThat(house.types("block", "list", "--json").json()).isEmpty();
            assertThat(isIn(tries(house, Way.POP3_PASS, ADA, house.password(ADA))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH_PLAIN", "AUTH_LOGIN", "POP3_PASS", "POP3_AUTH"})
    void aBlockHoldsAtEveryDoorAndIsUndone(Way way) throws Exception {
        try (House house = House.open(folder, QUICK)) {
            assertThat(house.types("block", "add", ADA, "--for", "2h").exit()).isZero();
            assertThat(house.types("block", "add", NOBODY, "--for", "2h").exit())
                    .isZero();
            String blocked = tries(house, way, ADA, house.password(ADA));
            assertThat(isIn(blocked)).isFalse();
            assertThat(blocked).contains("Too many log-ins have failed").isEqualTo(tries(house, way, NOBODY, WRONG));
            assertThat(house.types("block", "list").out()).contains(ADA, NOBODY);
            assertThat(house.types("block", "remove", ADA).exit()).isZero();
            assertThat(isIn(tries(house, way, ADA, house.password(ADA)))).isTrue();
        }
    }
}
