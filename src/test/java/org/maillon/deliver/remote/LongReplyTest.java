package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.queue.Result;

/** What a peer says is multiplied: by recipients, rows, notices and verdicts. So it is cut as it is heard. */
class LongReplyTest {
    private static final String EXPLANATION = IntStream.range(0, 8)
            .mapToObj(i -> "S: 550-5.7.1 " + "because of this and that, see ".repeat(4) + "https://example.org/" + i)
            .reduce("", (all, line) -> all + line + "\n");

    /** 100 lines of 2 KiB. */
    private static String page(int code) {
        return ("S: " + code + "-" + "x".repeat(2000) + "\n").repeat(100) + "S: " + code + " end\n";
    }

    private static Result.Failure failure(String script) {
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(script)) {
            return switch (rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), peer)
                    .getFirst()) {
                case Result.Failed(var failure) -> failure;
                case Result.Deferred(var failure) -> failure;
                case Result.Delivered _, Result.Expanded _ -> throw new AssertionError("not refused");
            };
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 220 mx.example\nC: EHLO me.example\nS: 250 mx.example\nC: MAIL FROM:<ada@sender.example>\n",
                "S: 220 mx.example\nC: EHLO me.example\nS: 250 mx.example\nC: MAIL FROM:<ada@sender.example>\n"
                        + "S: 250 Ok\nC: RCPT TO:<bob@example.org>\n",
                "S: 220 mx.example\nC: EHLO me.example\n",
                "",
            })
    void aReplyOfTwoHundredKilobytesIsCutWhereverItComes(String before) {
        Result.Failure failure = failure(before + page(450));

        assertThat(failure.reply().code()).isEqualTo(450);
        assertThat(failure.reply().toString())
                .hasSizeLessThan(1600)
                .startsWith("450 xxxx")
                .endsWith("...");
        assertThat(failure.why()).hasSizeLessThan(2000);
    }

    @Test
    void anExplanationOfAKilobyteIsKeptWhole() {
        Result.Failure failure = failure(
                Scripts.GREETS + Scripts.MAIL + "S: 250 Ok\n" + Scripts.RCPT + EXPLANATION + "S: 550 5.7.1 bye\n");

        assertThat(failure.reply().lines()).hasSize(9).endsWith("bye");
        assertThat(failure.reply().toString()).hasSizeGreaterThan(1024).contains("https://example.org/7");
    }

    @Test
    void aListOfExtensionsIsHeardToItsEnd() {
        String[] many = IntStream.range(0, 60).mapToObj(i -> "X-EXTENSION-" + i).toArray(String[]::new);
        many[59] = "PIPELINING";
        try (DeliveryRig rig = new DeliveryRig();
                ScriptedPeer peer = new ScriptedPeer(Scripts.offering(many) + Scripts.MAIL + Scripts.RCPT
                        + "C: DATA\nS: 250 Ok\nS: 250 Ok\nS: 354 Go\n" + Scripts.HELLO_BODY + "S: 250 2.0.0 taken")) {
            List<Result> results = rig.deliver(Mails.errand(Mails.HELLO, "bob@example.org"), peer);
            assertThat(results).hasOnlyElementsOfType(Result.Delivered.class);
            peer.finish();
        }
    }
}
