package org.maillon.serve.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.hosting.Account;
import org.maillon.hosting.Decision;
import org.maillon.hosting.LogInSettings;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.Proof;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Settings;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.MemoryTransport;
import org.maillon.submit.ListenerRole;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Question;

/**
 * The users' door in each state of a log-in: a client's octets, cut anywhere. Nobody is in whom the house did not let in,
 * nobody sends who is not in, and no password comes back.
 */
public final class LogInFuzz {
    private static final String PASSWORD = "love lace";
    private static final Account ADA = new Account(
            new AccountId(7),
            TenantId.DEFAULT,
            Address.parse("ada@example.org").asOptional().orElseThrow(),
            new ByteSize(1000),
            List.of(),
            true,
            Instant.EPOCH);
    private static final Set<Mechanism> MECHANISMS = EnumSet.of(
            Mechanism.PLAIN, Mechanism.LOGIN, Mechanism.XOAUTH2, Mechanism.OAUTHBEARER, Mechanism.SCRAM_SHA_256);

    private LogInFuzz() {}

    /** How it is cut, whether EHLO stands in front, then what the client sends. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Octets octets = new Octets(input);
        int how = octets.next();
        String hello = octets.flag() ? "EHLO me.example\r\n" : "";
        String sent = hello + Octets.latin(octets.rest());
        Heard whole = converse(sent, 0);
        Claim.same(converse(sent, how), whole, "cut elsewhere");
        Claim.same(converse(sent, 1), whole, "octet by octet");

        long entered =
                whole.said.lines().filter(line -> line.startsWith("235 ")).count();
        Claim.same(entered, (long) whole.granted, "log-ins said and log-ins granted");
        Claim.that(entered <= 1, "%d log-ins", entered); // RFC 4954 §4: no second one
        Claim.that(entered == 1 || whole.taken == 0 && !whole.said.contains("\n354 "), "mail of nobody's");
        Claim.that(!whole.said.contains(PASSWORD), "the password comes back");
        Claim.that(whole.said.lines().allMatch(LogInFuzz::isReply), "no replies: %s", whole.said);
    }

    private static boolean isReply(String line) {
        return line.length() >= 4
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && (line.charAt(3) == ' ' || line.charAt(3) == '-')
                && line.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private record Heard(String said, int granted, int taken) {}

    private static final class House implements LogIns.House {
        private int granted;

        @Override
        public Decision answer(org.maillon.hosting.Attempt attempt, Question question) {
            boolean right = question instanceof Question.Password asked
                    && asked.name().equals("ada")
                    && asked.authorize().isEmpty()
                    && new String(asked.password().shared(), StandardCharsets.UTF_8).equals(PASSWORD);
            granted += right ? 1 : 0;
            return right ? Decision.granted(ADA, new Proof.Elsewhere()) : Decision.DENIED;
        }
    }

    private static Heard converse(String sent, int how) throws IOException {
        RecordingIntake intake = new RecordingIntake();
        House house = new House();
        LogIns logIns = new LogIns(house, MECHANISMS, Settings.defaults(LogInSettings.class), new Random(1));
        SmtpHost open = Fixture.host();
        SmtpHost host =
                new SmtpHost(open.name(), open.server(), open.postmaster(), ListenerRole.SUBMISSION, Optional.empty());
        SmtpServer server = new SmtpServer(host, Fixture.settings(), () -> 300, intake).admitting(logIns);
        MemoryTransport transport = new MemoryTransport(Octets.split(Octets.latin(sent), how)).from("127.0.0.1");
        Connection connection = new Connection(transport);
        server.converse(connection);
        connection.flush();
        Claim.same(intake.open.get(), 0, "messages left half taken");
        return new Heard(transport.latin(), house.granted, intake.taken.size());
    }
}
