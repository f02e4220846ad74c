package org.maillon.serve.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dialogues, all at once as a pipelining client sends them, and line by line over TCP. */
@Timeout(60)
class Pop3DialogueTest {
    static Stream<Dialogue> dialogues() throws IOException {
        return Dialogue.in(Path.of("src/test/resources/dialogues/pop3"));
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void inMemory(Dialogue dialogue) throws IOException {
        String said = ClientInMemory.says(new Office().pop3(), dialogue.by(true));

        assertThat(said.split("\r\n", -1)).containsExactly(lines(dialogue.by(false)));
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void overTcp(Dialogue dialogue) throws IOException {
        try (Pop3Server server = new Pop3Server(new Office().pop3());
                Pop3Client client = server.connect()) {
            for (Dialogue.Line line : dialogue.lines()) {
                if (line.byClient()) {
                    client.say(line.text());
                } else {
                    assertThat(client.hear()).isEqualTo(line.text());
                }
            }
            assertThat(client.hearEnd()).isTrue();
        }
    }

    private static String[] lines(List<String> said) {
        return Stream.concat(said.stream(), Stream.of("")).toArray(String[]::new);
    }
}
