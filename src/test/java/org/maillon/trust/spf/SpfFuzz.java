package org.maillon.trust.spf;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.maillon.dns.Lookup;
import org.maillon.dns.MxRecord;
import org.maillon.dns.Resolver;
import org.maillon.fuzz.Claim;
import org.maillon.kernel.Settings;

/** Domains that publish anything: whatever stands in their records, a check has a result, within what it may cost, and says it in printable words. */
public final class SpfFuzz {
    private static final SpfSettings SETTINGS = Settings.defaults(SpfSettings.class);

    /** Ten terms with ten hosts each, the names of the address once, each record, and the explanation. */
    private static final int MOST_QUESTIONS = 10 * 11 + 11 + 11 + 1;

    private SpfFuzz() {}

    /** Lines: the local part, the name in HELO, then records, which the domains that are asked have by turns. The first octet chooses. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", -1);
        int selector = lines[0].isEmpty() ? 0 : lines[0].charAt(0);
        String helo = lines.length > 1 ? lines[1] : "";
        Zone zone = new Zone(selector, lines);
        String sender = (selector & 1) == 0 ? lines[0] + "@example.org" : "";
        InetAddress address = InetAddress.ofLiteral((selector & 2) == 0 ? "192.0.2.1" : "2001:db8::1");
        SpfQuery query = new SpfQuery(address, helo, sender, "mx.example.net");
        SpfVerdict verdict = new SpfEvaluator(zone, () -> Instant.EPOCH, SETTINGS).explain(query);
        Claim.that(zone.questions <= MOST_QUESTIONS, "%d questions", zone.questions);
        Claim.that(verdict.lookups() <= SETTINGS.lookups(), "%d lookups", verdict.lookups());
        sound(verdict.reason());
        sound(verdict.mechanism());
        verdict.steps().forEach(SpfFuzz::sound);
        verdict.explanation().ifPresent(SpfFuzz::sound);
        Claim.that(verdict.explanation().isEmpty() || verdict.result() == SpfResult.FAIL, "explained without a fail");
        for (String line : lines) {
            reads(line);
        }
    }

    private static void sound(String words) {
        Claim.that(words.length() < 2000, "%d characters", words.length());
        Claim.that(words.chars().allMatch(c -> c >= ' ' && c < 127), "not printable: %s", words);
    }

    /** What is understood holds no octet that a record may not hold, and is of the same meaning with spaces around it. */
    private static void reads(String line) {
        String record = "v=spf1 " + line;
        try {
            SpfRecord read = SpfRecord.parse(record);
            Claim.that(line.chars().allMatch(c -> c >= ' ' && c < 127), "octets that are no text were read");
            Claim.that(SpfRecord.parse("v=spf1  " + line + " ").equals(read), "spaces changed the meaning");
        } catch (MacroParser.SyntaxException e) {
            sound(String.valueOf(e.getMessage()));
        }
    }

    /** Any name has one of the records; what else it has depends on its length. */
    private static final class Zone implements Resolver {
        private static final Duration TTL = Duration.ofHours(1);

        private final int selector;
        private final String[] lines;
        private int questions;

        Zone(int selector, String[] lines) {
            this.selector = selector;
            this.lines = lines;
        }

        private <T> Lookup<T> answer(String name, List<T> found) {
            questions++;
            Claim.that(name.length() <= 253, "a name of %d characters", name.length());
            return switch ((name.length() + (selector >> 2)) % 8) {
                case 0 -> new Lookup.NoSuchName<>(TTL);
                case 1 -> new Lookup.NoData<>(TTL);
                case 2 -> selector % 3 == 0 ? new Lookup.Failed<>("SERVFAIL") : new Lookup.Found<>(found, TTL);
                default -> new Lookup.Found<>(found, TTL);
            };
        }

        @Override
        public Lookup<String> txt(String name) {
            int at = 2 + questions;
            String record = lines.length > 2 ? lines[2 + at % (lines.length - 2)] : "";
            questions++;
            return name.length() % 13 == 0
                    ? new Lookup.NoData<>(TTL)
                    : new Lookup.Found<>(List.of("v=spf1 " + record, record), TTL);
        }

        @Override
        public Lookup<MxRecord> mx(String domain) {
            List<MxRecord> hosts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                hosts.add(new MxRecord(i, "mx" + i + ".example.org"));
            }
            return answer(domain, hosts);
        }

        @Override
        public Lookup<InetAddress> addresses(String host) {
            return answer(host, List.of(InetAddress.ofLiteral("192.0.2.77"), InetAddress.ofLiteral("2001:db8::77")));
        }

        @Override
        public Lookup<String> ptr(InetAddress address) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                names.add("host" + i + ".example.org");
            }
            return answer("reverse", names);
        }
    }
}
