package org.maillon.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.kernel.SteadyClock;
import org.maillon.kernel.net.SocketDialer;

/** rspamd and clamd, played: what goes to them, and what comes of anything they say. */
class OtherFiltersTest {
    private final SocketDialer dialer = new SocketDialer();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Map<String, String> values =
            new HashMap<>(Map.of("answer-timeout", "1s", "whole-timeout", "2s", "connect-timeout", "2s"));

    @AfterEach
    void close() {
        dialer.close();
    }

    private FilterChain.Outcome judge(String kind, ScriptedFilter filter, int size) {
        values.put("kind", kind);
        values.put("address", filter.address());
        FilterSetting setting = Settings.read(FilterSetting.class, values);
        try (FilterChain chain = FilterChain.of(List.of(setting), dialer, SteadyClock.from(InstantSource.system()));
                FilterChain.Passing passing =
                        chain.open("default", FilterSetting.Role.MX, false).orElseThrow()) {
            passing.begin(Handovers.to("ada@maillon.test", "bob@maillon.test"));
            byte[] octets = ("A: b\r\n\r\n" + "x".repeat(size)).getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < octets.length; at += 5000) {
                passing.write(octets, at, Math.min(5000, octets.length - at));
            }
            return passing.finish();
        }
    }

    private ScriptedFilter clamd(String answer) throws IOException {
        return new ScriptedFilter((in, out) -> {
            heard.add(instream(in));
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    private static String instream(InputStream input) throws IOException {
        DataInputStream in = new DataInputStream(input);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(in.readNBytes("zINSTREAM\0".length()));
        for (int length = in.readInt(); length > 0; length = in.readInt()) {
            all.writeBytes(in.readNBytes(length));
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "stream: OK, accept, clamd: clean",
        "stream: Eicar-Signature FOUND, reject, clamd: found Eicar-Signature",
        "INSTREAM size limit exceeded. ERROR, accept, clamd: not looked at: larger than clamd takes (StreamMaxLength)",
        "stream: Can't allocate memory ERROR, tempfail, clamd: down: clamd said: Can't allocate memory ERROR",
        "'', tempfail, clamd: down: clamd said nothing"
    })
    void takesWhatClamdSays(String said, String word, String words) throws IOException {
        try (ScriptedFilter filter = clamd(said + "\0")) {
            FilterChain.Outcome outcome = judge("clamd", filter, 100_000);
            assertThat(outcome.verdict().word()).isEqualTo(word);
            assertThat(outcome.said()).containsExactly(words);
        }
        assertThat(heard.remove()).isEqualTo("zINSTREAM\0A: b\r\n\r\n" + "x".repeat(100_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clamd", "rspamd"})
    void oneThatHangsFloodsOrHangsUpCostsABoundedTime(String kind) throws IOException {
        long began = System.nanoTime();
        try (ScriptedFilter filter = new ScriptedFilter((in, _) -> ScriptedFilter.hang(in))) {
            assertThat(judge(kind, filter, 100).by()).startsWith(kind + ": down: ");
        }
        try (ScriptedFilter filter = new ScriptedFilter((in, _) -> in.readNBytes(5))) {
            assertThat(judge(kind, filter, 1_000_000).by()).startsWith(kind + ": down: ");
        }
        try (ScriptedFilter filter = new ScriptedFilter((_, out) -> {
            byte[] flood = "y".repeat(8000).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(flood);
            }
        })) {
            assertThat(judge(kind, filter, 100).by()).startsWith(kind + ": down: ");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    private ScriptedFilter rspamd(String answer) throws IOException {
        return new ScriptedFilter((in, out) -> {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n0\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    return;
                }
                request.append((char) octet);
            }
            heard.add(request.toString());
            out.write(answer.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static String ok(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
    }

    @ParameterizedTest
    @CsvSource({
        "no action, accept",
        "my own action, accept",
        "add header, junk",
        "rewrite subject, junk",
        "greylist, tempfail",
        "soft reject, tempfail",
        "reject, reject",
        "quarantine, quarantine",
        "discard, discard"
    })
    void takesEachActionOfRspamd(String action, String word) throws IOException {
        String json = "{\"action\":\"" + action + "\",\"score\":7.25,\"required_score\":15,"
                + "\"symbols\":{\"A\":{\"score\":1},\"B\":{\"score\":-6.5}}}";
        try (ScriptedFilter filter = rspamd(ok(json))) {
            FilterChain.Outcome outcome = judge("rspamd", filter, 100);
            assertThat(outcome.verdict().word()).isEqualTo(word);
            assertThat(outcome.said()).containsExactly("rspamd: " + action + ", score 7.3 of 15.0 (B, A)");
        }
        assertThat(heard.remove())
                .startsWith("POST /checkv2 HTTP/1.1\r\nHost: 127.0.0.1\r\n")
                .contains("\r\nIP: 192.0.2.7\r\n", "\r\nHelo: client.example\r\n", "\r\nFrom: eve@sender.example\r\n")
                .contains("\r\nRcpt: ada@maillon.test\r\nRcpt: bob@maillon.test\r\n")
                .contains("\r\nQueue-Id: 06A1F7Q2M4GH5K9P\r\n")
                .endsWith("\r\n\r\n6c\r\nA: b\r\n\r\n" + "x".repeat(100) + "\r\n0\r\n\r\n");
    }

    @Test
    void takesWhatRspamdWantsChanged() throws IOException {
        String json = """
                {"action":"rewrite subject","score":9,"required_score":15,"subject":"[SPAM] hi",
                 "dkim-signature":"v=1; a=rsa-sha256;\\r\\n b=x",
                 "milter":{"add_headers":{"X-A":"one","X-B":{"value":"two","order":1},"X-C":[{"value":"3"},"4"],"bad name":"x"},
                           "remove_headers":{"X-Spam":0,"X-Old":2}}}""";
        try (ScriptedFilter filter = rspamd(ok(json))) {
            assertThat(judge("rspamd", filter, 100).edits())
                    .containsExactly(
                            new Edit.RemoveField("X-Spam", 0),
                            new Edit.RemoveField("X-Old", 2),
                            new Edit.AddField("X-A", Bytes.utf8("one"), 0),
                            new Edit.AddField("X-B", Bytes.utf8("two"), 1),
                            new Edit.AddField("X-C", Bytes.utf8("3"), 0),
                            new Edit.AddField("X-C", Bytes.utf8("4"), 0),
                            new Edit.AddField("DKIM-Signature", Bytes.utf8("v=1; a=rsa-sha256;\r\n\tb=x"), 0),
                            new Edit.ChangeField("Subject", 1, Bytes.utf8("[SPAM] hi")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"act\r\n1E\r\nion\":\"reject\", \"score\":  15.5}\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"action\":\"reject\",\"score\":15.5}"
            })
    void readsAnswersOfEachLength(String answer) throws IOException {
        try (ScriptedFilter filter = rspamd(answer)) {
            assertThat(judge("rspamd", filter, 10).verdict().word()).isEqualTo("reject");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n}{",
                "220 maillon ESMTP\r\n"
            })
    void anAnswerThatIsNoneCountsAsDown(String answer) throws IOException {
        try (ScriptedFilter filter = rspamd(answer)) {
            assertThat(judge("rspamd", filter, 10).by()).startsWith("rspamd: down: ");
        }
    }

    @Test
    void aTreeOfAThousandLevelsIsNoAnswer() throws IOException {
        try (ScriptedFilter filter = rspamd(ok("{\"symbols\":" + "[".repeat(1000) + "]".repeat(1000) + "}"))) {
            assertThat(judge("rspamd", filter, 10).by()).startsWith("rspamd: down: ");
        }
    }
}
