package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server, and an account that writes to more people than it ever knew. */
class LimitsTest {
    private static final String ADA = "ada@maillon.test";
    private static final String NOT_OURS = "[submit]\nrelay-from = []\n[log-in]\non-mx = true\n";
    private static final String DISCARD = "[[route]]\ndomain = \"away.test\"\nvia = \"discard\"\n";

    @TempDir
    Path folder;

    private static String send(House house, List<String> recipients) throws IOException {
        try (Telnet client = new Telnet(house.smtp())) {
            assertThat(client.hears()).startsWith("220 ");
            client.says("EHLO me.test");
            String plain = "\0" + ADA + "\0" + house.password(ADA);
            String word = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
            assertThat(client.says("AUTH PLAIN " + word)).startsWith("235 ");
            String answer = client.says("MAIL FROM:<" + ADA + ">");
            if (!answer.startsWith("250 ")) {
                return answer;
            }
            for (String recipient : recipients) {
                assertThat(client.says("RCPT TO:<" + recipient + ">")).startsWith("250 ");
            }
            assertThat(client.says("DATA")).startsWith("354 ");
            return client.says("From: " + ADA + "\r\nSubject: hi\r\n\r\nbody\r\n.");
        }
    }

    private static String id(String answer) {
        return answer.substring(answer.lastIndexOf(' ') + 1);
    }

    private static List<String> people(int first, int number) {
        List<String> people = new ArrayList<>();
        for (int i = first; i < first + number; i++) {
            people.add("r" + i + "@away.test");
        }
        return people;
    }

    @Test
    void mailToTooManyNewRecipientsIsHeldShownAndReleased() throws Exception {
        String config = NOT_OURS + "[limits]\nnew-recipients-per-day = 3\n" + DISCARD;
        try (House house = House.open(folder, config)) {
            assertThat(send(house, people(0, 3))).startsWith("250 ");
            String held = send(house, people(3, 1));
            assertThat(held).startsWith("250 ");
            assertThat(send(house, people(0, 3))).startsWith("250 ");
            assertThat(house.types("queue", "list").out()).contains(id(held));
            assertThat(house.types("trace", id(held)).out())
                    .contains("held: in quarantine, limits: <" + ADA + "> has written to more new recipients than 3");
            assertThat(house.types("account", "limits", ADA).out())
                    .contains(
                            "messages in the last hour: 3 of 1000",
                            "new recipients in the last day: 3 of 3",
                            "is held since",
                            "held: " + id(held));
            assertThat(house.types("account", "release", ADA).out()).isEqualTo("released " + ADA + " and 1 message\n");
            await().untilAsserted(() ->
                    assertThat(house.types("trace", id(held)).out()).contains("released by an operator"));
            await().untilAsserted(
                            () -> assertThat(house.types("queue", "list").out()).contains("no such message"));
            assertThat(house.types("account", "limits", ADA, "--json")
                            .json()
                            .get("newRecipientsLastDay")
                            .asInt())
                    .isZero();
            assertThat(send(house, people(3, 1))).startsWith("250 ");
            assertThat(house.types("account", "limits", ADA, "--json")
                            .json()
                            .get("newRecipientsLastDay")
                            .asInt())
                    .as("whom the released message went to is known")
                    .isZero();
        }
    }

    @Test
    void whatIsHeldIsHeldBehindAStartToo() throws Exception {
        String config = NOT_OURS + "[limits]\nnew-recipients-per-day = 1\n" + DISCARD;
        String held;
        try (House house = House.open(folder, config)) {
            assertThat(send(house, people(0, 1))).startsWith("250 ");
            held = id(send(house, people(1, 1)));
        }
        assertThat(Typed.in(folder, "account", "limits", ADA).out()).contains("is held since", "held: " + held);
        assertThat(Typed.in(folder, "account", "release", ADA, "--json")
                        .json()
                        .get("released")
                        .asInt())
                .isOne();
        assertThat(Typed.in(folder, "account", "limits", ADA, "--json").json().has("heldSince"))
                .isFalse();
        assertThat(Typed.in(folder, "account", "release", "nobody@maillon.test").exit())
                .isEqualTo(Exit.REFUSED);
    }

    @Test
    void beyondTheLimitOfMessagesMailIsToldWhenToComeBack() throws Exception {
        try (House house = House.open(folder, NOT_OURS + "[limits]\nmessages-per-hour = 2\n" + DISCARD)) {
            assertThat(send(house, people(0, 1))).startsWith("250 ");
            assertThat(send(house, people(0, 1))).startsWith("250 ");
            assertThat(send(house, people(0, 1)))
                    .startsWith("450 4.7.1 Your account has sent 2 messages in an hour")
                    .contains("the next is taken in ", " seconds, at 20");
        }
    }

    @Test
    void networksOfRelayFromSendAnyAmount() throws Exception {
        String config =
                "[log-in]\non-mx = true\n[limits]\nmessages-per-hour = 1\nnew-recipients-per-day = 1\n" + DISCARD;
        try (House house = House.open(folder, config)) {
            for (int i = 0; i < 3; i++) {
                assertThat(send(house, people(2 * i, 2))).startsWith("250 ");
            }
            assertThat(house.types("account", "limits", ADA, "--json")
                            .json()
                            .get("messagesLastHour")
                            .asInt())
                    .isZero();
        }
    }
}
