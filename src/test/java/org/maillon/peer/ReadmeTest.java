package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.peer.MaillonProcess.Setup;

/** The README's telnet sessions, typed line by line at a first start's server, which must answer just what stands there. */
@Tag("peer")
class ReadmeTest {
    private static final Pattern SESSION =
            Pattern.compile("```\\n\\$ telnet 127\\.0\\.0\\.1 (\\d+)\\n(.*?)```", Pattern.DOTALL);

    /** What differs from one run to the next: ids, dates, sizes of what holds them. */
    private static final List<Pattern> VARYING = List.of(
            Pattern.compile("(?<=Queued as )\\S+"),
            Pattern.compile("(?<= id )[0-9A-Za-z]+"),
            Pattern.compile(
                    "[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}(?: \\(\\w+\\))?"),
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
            Pattern.compile("(?<=\\+OK |\\()\\d+ octets"));

    @Test
    void theSessionsOfTheReadmeGoAsTheyStandThere() throws Exception {
        List<MatchResult> sessions = SESSION.matcher(Files.readString(Path.of("README.md")))
                .results()
                .toList();
        assertThat(sessions).extracting(s -> s.group(1)).containsExactly("2525", "2110");

        try (MaillonProcess maillon =
                MaillonProcess.start(Setup.on("mail.example").asADemo())) {
            replay(maillon, maillon.smtpPort(), sessions.getFirst().group(2));
            await().atMost(Duration.ofSeconds(30)).until(() -> maillon.queued() == 0);
            String password = maillon.demoPassword("ada@maillon.test");
            replay(
                    maillon,
                    maillon.pop3Port(),
                    sessions.getLast().group(2).replaceAll("C: PASS \\S+", "C: PASS " + password));
        }
    }

    private static void replay(MaillonProcess maillon, int port, String session) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral(maillon.address()), port)) {
            socket.setSoTimeout(20_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line : session.lines().toList()) {
                String text = line.length() > 3 ? line.substring(3) : "";
                if (line.startsWith("C:")) {
                    socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
                } else {
                    assertThat(line).startsWith("S:");
                    assertThat(steady(String.valueOf(in.readLine()))).isEqualTo(steady(text));
                }
            }
        }
    }

    private static String steady(String line) {
        String steady = line;
        for (Pattern varying : VARYING) {
            steady = varying.matcher(steady).replaceAll(Matcher.quoteReplacement("…"));
        }
        return steady;
    }
}
