package org.maillon.serve.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.MemoryTransport;

/**
 * The SMTP server in each of its states: a client's octets, cut anywhere. A slow reader that knows only the protocol must
 * make the same of both sides, and take the same messages from it.
 */
public final class SmtpFuzz {
    private static final int COMMAND_LINE = 120;
    private static final int TEXT_LINE = 60;

    private static final List<SmtpSettings> SETTINGS =
            Stream.of(SmtpSettings.VrfyPolicy.values()).map(SmtpFuzz::settings).toList();

    private SmtpFuzz() {}

    /** How it is cut, what VRFY gets, then what the client sends. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Octets octets = new Octets(input);
        int how = octets.next();
        SmtpSettings settings = SETTINGS.get(octets.below(3));
        byte[] sent = octets.rest();
        Heard whole = converse(sent, 0, settings);
        Claim.same(converse(sent, how, settings), whole, "cut elsewhere");
        Claim.same(converse(sent, 1, settings), whole, "octet by octet");

        String text = Octets.latin(sent);
        List<String> messages = PlainConversation.messages(text, whole.said, COMMAND_LINE, TEXT_LINE);
        Claim.same(
                whole.taken.stream().map(SmtpFuzz::ended).toList(),
                messages.stream().map(SmtpFuzz::ended).toList(),
                "messages taken");
        boolean asked = List.of("boom", "broken", "full").stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
        Claim.that(asked || !whole.said.contains("451 4.3.0"), "a fault of ours: %s", text);
    }

    private record Heard(String said, List<String> taken) {}

    private static Heard converse(byte[] sent, int how, SmtpSettings settings) throws IOException {
        RecordingIntake intake = new RecordingIntake();
        MemoryTransport transport = new MemoryTransport(Octets.split(sent, how));
        Connection connection = new Connection(transport);
        SmtpServer server = new SmtpServer(Fixture.host(), settings, () -> 300, intake, new Bodies(2));
        server.converse(connection);
        connection.flush();
        Claim.same(intake.open.get(), 0, "messages left half taken");
        Claim.same(server.bodies().free(), 2, "places left taken");
        return new Heard(
                transport.latin(),
                intake.taken.stream().map(RecordingIntake.Taken::text).toList());
    }

    /** Chunks of text that do not end with CRLF are given one. */
    private static String ended(String message) {
        return message.isEmpty() || message.endsWith("\r\n") ? message : message + "\r\n";
    }

    private static SmtpSettings settings(SmtpSettings.VrfyPolicy vrfy) {
        SmtpSettings usual = Settings.defaults(SmtpSettings.class);
        Duration anHour = Duration.ofHours(1);
        return new SmtpSettings(
                new ByteSize(COMMAND_LINE),
                new ByteSize(TEXT_LINE),
                3,
                usual.maxMessages(),
                5,
                10,
                4,
                anHour,
                anHour,
                anHour,
                usual.spaceAfterColon(),
                vrfy,
                usual.bodyHeapPercent(),
                usual.greetingDelay());
    }
}
