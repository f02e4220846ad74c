package org.maillon.filter.milter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.filter.Edit;
import org.maillon.filter.FilterChain;
import org.maillon.filter.FilterSetting;
import org.maillon.filter.Handover;
import org.maillon.filter.Handovers;
import org.maillon.filter.ScriptedFilter;
import org.maillon.filter.Verdict;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.kernel.SteadyClock;
import org.maillon.kernel.net.SocketDialer;
import org.maillon.wire.address.ReversePath;

/** A milter that says what each test wants, and what becomes of a message before it. */
class MilterTest {
    private static final String MESSAGE =
            "Subject: a\r\n\tfolded one\r\nFrom: eve@sender.example\r\n\r\nfirst line\r\nlast line\r\n";

    private final SocketDialer dialer = new SocketDialer();
    private final Map<String, String> values = new HashMap<>(
            Map.of("answer-timeout", "1s", "whole-timeout", "2s", "connect-timeout", "2s", "when-down", "tempfail"));
    private Optional<FilterChain> chain = Optional.empty();

    @AfterEach
    void close() {
        chain.ifPresent(FilterChain::close);
        dialer.close();
    }

    private FilterChain chainOf(ScriptedFilter filter) {
        values.put("address", filter.address());
        FilterSetting setting = Settings.read(FilterSetting.class, values);
        FilterChain made = FilterChain.of(List.of(setting), dialer, SteadyClock.from(InstantSource.system()));
        chain = Optional.of(made);
        return made;
    }

    private FilterChain.Outcome judge(ScriptedFilter filter) {
        return judge(chain.orElseGet(() -> chainOf(filter)), MESSAGE);
    }

    private static FilterChain.Outcome judge(FilterChain chain, String message) {
        try (FilterChain.Passing passing = open(chain)) {
            passing.begin(Handovers.to("ada@maillon.test", "bob@maillon.test"));
            byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < octets.length; at += 7) { // cut anywhere
                passing.write(octets, at, Math.min(7, octets.length - at));
            }
            return passing.finish();
        }
    }

    private static FilterChain.Passing open(FilterChain chain) {
        return chain.open("default", FilterSetting.Role.MX, false).orElseThrow();
    }

    @Test
    void tellsEachStepInTheWordsOfTheProtocol() throws IOException {
        MilterScript script = new MilterScript();
        try (ScriptedFilter filter = new ScriptedFilter(script)) {
            assertThat(judge(filter).verdict()).isEqualTo(Verdict.accept());
            await().untilAsserted(() -> assertThat(script.heard().getLast()).isEqualTo("K "));
        }
        assertThat(script.heard())
                .contains(
                        "C [192.0.2.7]|4||192.0.2.7|",
                        "H client.example|",
                        "M <eve@sender.example>|SIZE=100|",
                        "R <ada@maillon.test>|",
                        "R <bob@maillon.test>|",
                        "T ",
                        "L Subject|a\n\tfolded one|",
                        "L From|eve@sender.example|",
                        "N ",
                        "B first line\r\nlast line\r\n",
                        "E ")
                .anyMatch(packet -> packet.startsWith("D C") && packet.contains("j|mx.maillon.test|"))
                .anyMatch(packet -> packet.startsWith("D H") && packet.contains("{tls_version}|TLSv1.3|"))
                .anyMatch(packet -> packet.startsWith("D R") && packet.contains("{rcpt_addr}|bob@maillon.test|"))
                .anyMatch(packet -> packet.startsWith("D E") && packet.contains("i|06A1F7Q2M4GH5K9P|"));
    }

    @Test
    void sparesAMilterTheStepsItDoesNotWantAndDoesNotWaitForAnswersItDoesNotGive() throws IOException {
        int noHelo = 0x2;
        int noBody = 0x10;
        int silentAtHeader = 0x80;
        int leadingSpace = 0x100000;
        MilterScript script = new MilterScript().agreeingOn(6, 0, noHelo | noBody | silentAtHeader | leadingSpace);
        try (ScriptedFilter filter = new ScriptedFilter(script)) {
            assertThat(judge(filter).verdict()).isEqualTo(Verdict.accept());
        }
        assertThat(script.heard())
                .contains("L From| eve@sender.example|", "E ")
                .noneMatch(packet -> packet.startsWith("H ") || packet.startsWith("B "));
    }

    @Test
    void cutsABodyIntoChunksAndStopsWhereTheMilterHasSeenEnough() throws IOException {
        MilterScript script = new MilterScript().agreeingOn(6, 0, 0x400).on('B', "s");
        try (ScriptedFilter filter = new ScriptedFilter(script)) {
            assertThat(judge(chainOf(filter), "A: b\r\n\r\n" + "x".repeat(200_000))
                            .verdict())
                    .isEqualTo(Verdict.accept());
        }
        List<String> bodies = script.heard().stream()
                .filter(packet -> packet.startsWith("B "))
                .toList();
        assertThat(bodies).hasSize(1);
        assertThat(bodies.getFirst()).hasSize(2 + 65_535);
        assertThat(script.heard()).contains("E ");
    }

    @ParameterizedTest
    @CsvSource({
        "C, reject",
        "H, reject",
        "M, reject",
        "R, reject",
        "T, reject",
        "L, reject",
        "N, reject",
        "B, reject",
        "E, reject"
    })
    void takesARefusalAtAnyStep(char step, String word) throws IOException {
        try (ScriptedFilter filter = new ScriptedFilter(new MilterScript().on(step, "r"))) {
            assertThat(judge(filter).verdict().word()).isEqualTo(word);
        }
    }

    @ParameterizedTest
    @CsvSource({"a, accept", "c, accept", "d, discard", "r, reject", "t, tempfail", "f, tempfail", "4, tempfail"})
    void takesEachLastWord(String answer, String word) throws IOException {
        try (ScriptedFilter filter = new ScriptedFilter(new MilterScript().on('E', answer))) {
            assertThat(judge(filter).verdict().word()).isEqualTo(word);
        }
    }

    @Test
    void refusesAtMailAndAtRcptBeforeTheBodyIsSent() throws IOException {
        MilterScript script = new MilterScript().on('R', "y550 5.7.1 not for you\0");
        try (ScriptedFilter filter = new ScriptedFilter(script);
                FilterChain.Passing passing = open(chainOf(filter))) {
            assertThat(passing.sender(Handovers.to())).isEmpty();
            assertThat(passing.recipient(Handovers.to("ada@maillon.test"))
                            .orElseThrow()
                            .toString())
                    .isEqualTo("550 5.7.1 not for you");
        }
        MilterScript strict = new MilterScript().on('M', "t");
        chain.orElseThrow().close();
        try (ScriptedFilter filter = new ScriptedFilter(strict);
                FilterChain.Passing passing = open(chainOf(filter))) {
            assertThat(passing.sender(Handovers.to()).orElseThrow().code()).isEqualTo(451);
        }
    }

    @Test
    void aRecipientRefusedAloneLeavesTheOthers() throws IOException {
        MilterScript script = new MilterScript();
        try (ScriptedFilter filter = new ScriptedFilter(script);
                FilterChain.Passing passing = open(chainOf(filter))) {
            Handover all = Handovers.to("ada@maillon.test");
            assertThat(passing.sender(Handovers.to())).isEmpty();
            assertThat(passing.recipient(all)).isEmpty();
            passing.begin(all);
            byte[] message = MESSAGE.getBytes(StandardCharsets.US_ASCII);
            passing.write(message, 0, message.length);
            assertThat(passing.finish().verdict()).isEqualTo(Verdict.accept());
        }
        assertThat(script.heard().stream().filter(packet -> packet.startsWith("R ")))
                .hasSize(1);
    }

    @Test
    void gathersEveryKindOfChange() throws IOException {
        MilterScript script = new MilterScript()
                .on(
                        'E',
                        "p",
                        "hX-New\0one\ntwo\0",
                        "i\0\0\0\1X-Top\0up\0",
                        "m\0\0\0\2Received\0\0",
                        "m\0\0\0\1Subject\0other\0",
                        "+<new@maillon.test>\0",
                        "2<more@maillon.test>\0NOTIFY=NEVER\0",
                        "-<bob@maillon.test>\0",
                        "e<>\0",
                        "bnew ",
                        "bbody\r\n",
                        "qlooks odd\0",
                        "c");
        try (ScriptedFilter filter = new ScriptedFilter(script)) {
            FilterChain.Outcome outcome = judge(filter);
            assertThat(outcome.verdict()).isEqualTo(new Verdict.Quarantine());
            assertThat(outcome.by()).isEqualTo("milter: looks odd");
            assertThat(outcome.edits())
                    .containsExactly(
                            new Edit.AddField("X-New", Bytes.utf8("one\r\n\ttwo"), Edit.LAST),
                            new Edit.AddField("X-Top", Bytes.utf8("up"), 1),
                            new Edit.RemoveField("Received", 2),
                            new Edit.ChangeField("Subject", 1, Bytes.utf8("other")),
                            new Edit.AddRecipient(Handovers.address("new@maillon.test"), ""),
                            new Edit.AddRecipient(Handovers.address("more@maillon.test"), "NOTIFY=NEVER"),
                            new Edit.RemoveRecipient(Handovers.address("bob@maillon.test")),
                            new Edit.ChangeSender(new ReversePath.Null(), ""),
                            new Edit.ReplaceBody(Bytes.utf8("new body\r\n")));
        }
    }

    @Test
    void usesAConnectionForTheNextMessage() throws IOException {
        MilterScript script = new MilterScript();
        try (ScriptedFilter filter = new ScriptedFilter(script)) {
            for (int i = 0; i < 5; i++) {
                assertThat(judge(filter).verdict()).isEqualTo(Verdict.accept());
            }
            assertThat(filter.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hX\0y\0",
                "Z",
                "s",
                "y250 2.0.0 fine\0",
                "y550\0",
                "caa",
                "hbad name\0v\0",
                "m\0\0\0",
                "+\0",
                "O",
                "q"
            })
    void aMilterThatTalksNonsenseAtItsEndIsDown(String nonsense) throws IOException {
        MilterScript script = new MilterScript().agreeingOn(6, 0, 0).on('E', nonsense);
        try (ScriptedFilter filter = new ScriptedFilter(script)) {
            FilterChain.Outcome outcome = judge(filter);
            if (nonsense.equals("y550\0")) {
                assertThat(outcome.verdict().word()).isEqualTo("reject");
            } else {
                assertThat(outcome.verdict().word()).isEqualTo("tempfail");
                assertThat(outcome.by()).startsWith("milter: down: ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "7, 0, 0", "6, 4096, 0", "6, 0, 1073741824", "2, 0, 1048576"})
    void aMilterThatWantsWhatWasNotOfferedIsDown(int version, int actions, int steps) throws IOException {
        try (ScriptedFilter filter = new ScriptedFilter(new MilterScript().agreeingOn(version, actions, steps))) {
            assertThat(judge(filter).verdict().word()).isEqualTo("tempfail");
        }
    }

    /** Bounds: answer-timeout, whole-timeout; the outcome is when-down's. */
    @ParameterizedTest
    @ValueSource(
            strings = {"hangs", "garbage length", "closes", "endless progress", "endless changes", "no words at all"})
    void aMilterThatMisbehavesCostsABoundedTime(String how) throws IOException {
        long began = System.nanoTime();
        try (ScriptedFilter filter = new ScriptedFilter((in, out) -> misbehave(how, in, out))) {
            assertThat(judge(filter).by()).startsWith("milter: down: ");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    private static void misbehave(String how, java.io.InputStream in, java.io.OutputStream out) throws IOException {
        switch (how) {
            case "hangs" -> ScriptedFilter.hang(in);
            case "garbage length" -> out.write(new byte[] {-1, -1, -1, -1, 'O'});
            case "closes" -> in.readNBytes(4);
            case "no words at all" -> out.write(new byte[] {0, 0, 0, 0});
            default -> new MilterScript().agreeingOn(6, 0x1FF, 0).play(in, new Endless(out, how));
        }
        ScriptedFilter.hang(in);
    }

    /** Once the end of the message is answered, answers on without end. */
    private static final class Endless extends java.io.FilterOutputStream {
        private final byte[] packet;
        private int flushes;

        Endless(java.io.OutputStream out, String how) {
            super(out);
            packet = how.equals("endless progress")
                    ? new byte[] {0, 0, 0, 1, 'p'}
                    : new byte[] {0, 0, 0, 5, 'h', 'X', 0, 'y', 0};
        }

        @Override
        public void flush() throws IOException {
            super.flush();
            if (++flushes > 3) {
                while (true) {
                    out.write(packet);
                }
            }
        }
    }

    @Test
    void afterSomeTroublesItIsLeftAloneAndCostsNothing() throws IOException {
        values.put("failures", "2");
        values.put("rest", "300s");
        values.put("when-down", "accept");
        try (ScriptedFilter filter = new ScriptedFilter((in, _) -> in.readNBytes(4))) {
            for (int i = 0; i < 6; i++) {
                FilterChain.Outcome outcome = judge(filter);
                assertThat(outcome.verdict()).isEqualTo(Verdict.accept());
                assertThat(outcome.said().getFirst()).startsWith("milter: down, gone on without it");
            }
            assertThat(filter.connections()).isEqualTo(2);
            assertThat(chain.orElseThrow().links().getFirst().status().resting())
                    .isTrue();
        }
    }

    @Test
    void aMessageLargerThanItsBoundIsNotShownAndSaysSo() throws IOException {
        values.put("max-message-size", "1KiB");
        try (ScriptedFilter filter = new ScriptedFilter(new MilterScript().on('E', "r"))) {
            FilterChain chain = chainOf(filter);
            assertThat(judge(chain, "A: b\r\n\r\n" + "x".repeat(1024 - 8))
                            .verdict()
                            .word())
                    .isEqualTo("reject");
            FilterChain.Outcome over = judge(chain, "A: b\r\n\r\n" + "x".repeat(1025 - 8));
            assertThat(over.verdict()).isEqualTo(Verdict.accept());
            assertThat(over.said().getFirst()).startsWith("milter: not shown: larger than 1024 octets");
        }
    }

    @ParameterizedTest
    @CsvSource({"quarantine, quarantine", "junk, junk", "reject, reject"})
    void aRefusalMayBeSoftened(String setting, String word) throws IOException {
        values.put("on-refusal", setting);
        try (ScriptedFilter filter = new ScriptedFilter(new MilterScript().on('E', "r"))) {
            assertThat(judge(filter).verdict().word()).isEqualTo(word);
        }
    }
}
