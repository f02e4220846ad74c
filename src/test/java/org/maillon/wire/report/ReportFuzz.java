package org.maillon.wire.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.Reply;

/** Notices that quote strangers: whatever they said, the notice has its own fields and parts and no others, in lines of bounded length. */
public final class ReportFuzz {
    private static final String BOUNDARY = "b5Xq0ZrandomAndLong";
    private static final Address DEFAULT = new Address("ada", new Domain.Name("example.org"));

    private ReportFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (Octets.latin(input).contains(BOUNDARY.substring(0, 5))) {
            return; // outside of this test nobody knows it beforehand
        }
        Octets octets = new Octets(input);
        DeliveryReport report = report(octets);
        Optional<Original> original = octets.flag() ? Optional.of(original(octets)) : Optional.empty();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportWriter.write(report, original, out);
        String text = Octets.latin(out.toByteArray());
        if (!ReportWriter.isEightBit(report, original)) {
            Claim.that(text.chars().allMatch(c -> c < 128), "declared as ASCII: %s", text);
        }
        String[] parts = ("\r\n" + text).split("\r\n--" + BOUNDARY, -1);
        Claim.same(parts.length, original.isPresent() ? 5 : 4, "parts of " + text);
        Claim.same(parts[parts.length - 1], "--\r\n", "the end");
        header(parts[0].substring(2, parts[0].indexOf("\r\n\r\n", 2)));
        lines(parts[1]);
        lines(parts[2]);
        fields(parts[2], report);
    }

    private static void header(String header) {
        lines(header + "\r\n");
        List<String> wanted = List.of(
                "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type");
        List<String> names = names(header);
        names.remove("Content-Transfer-Encoding");
        Claim.same(names, wanted, "the fields of the header");
    }

    /** Of the status part: one group for the message, one for each recipient. */
    private static void fields(String part, DeliveryReport report) {
        String body = part.substring(part.indexOf("\r\n\r\n") + 4);
        List<List<String>> groups = new ArrayList<>();
        for (String group : body.split("\r\n\r\n", -1)) {
            List<String> names = names(group);
            if (!names.isEmpty()) {
                groups.add(names);
            }
        }
        Claim.same(groups.size(), 1 + report.outcomes().size(), "groups of fields in " + part);
        Claim.that(groups.getFirst().contains("Reporting-MTA"), "the message's group: %s", groups);
        for (List<String> group : groups.subList(1, groups.size())) {
            for (String name : List.of("Final-Recipient", "Action", "Status")) {
                Claim.same(group.stream().filter(name::equals).count(), 1L, name + " of " + part);
            }
        }
    }

    private static List<String> names(String group) {
        List<String> names = new ArrayList<>();
        for (String line : group.split("\r\n", -1)) {
            if (!line.isEmpty() && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                int colon = line.indexOf(':');
                Claim.that(colon > 0 && line.substring(0, colon).matches("[A-Za-z-]+"), "no field: '%s'", line);
                names.add(line.substring(0, colon));
            }
        }
        return names;
    }

    private static void lines(String text) {
        for (String line : text.split("\r\n", -1)) {
            Claim.that(line.length() <= 998, "a line of %d", line.length());
            Claim.that(line.chars().allMatch(c -> c >= ' ' && c != 127 || c == '\t'), "a control in '%s'", line);
        }
    }

    private static DeliveryReport report(Octets octets) {
        List<DeliveryReport.Outcome> outcomes = new ArrayList<>();
        Address to = address(octets);
        Optional<String> envelopeId = octets.flag() ? Optional.of(octets.text()) : Optional.empty();
        DeliveryReport.About about =
                new DeliveryReport.About(envelopeId, "0ABC", octets.text(), Instant.EPOCH, Instant.EPOCH);
        for (int i = 1 + octets.below(3); i > 0; i--) {
            outcomes.add(outcome(octets));
        }
        Language language = List.of(Language.values()).get(octets.below(Language.values().length));
        return new DeliveryReport("mx.example", "id", BOUNDARY, to, language, Instant.EPOCH, about, outcomes);
    }

    private static DeliveryReport.Outcome outcome(Octets octets) {
        List<DeliveryReport.Action> actions = List.of(DeliveryReport.Action.values());
        EnhancedStatus status = new EnhancedStatus(2 + octets.below(4), octets.below(8), octets.below(200));
        Reply reply = new Reply(
                200 + octets.next(),
                octets.flag() ? Optional.of(status) : Optional.empty(),
                List.of(octets.text(), octets.text()));
        return new DeliveryReport.Outcome(
                octets.flag() ? Optional.of(octets.text()) : Optional.empty(),
                address(octets),
                actions.get(octets.below(actions.size())),
                status,
                octets.flag() ? Optional.of(octets.text()) : Optional.empty(),
                reply,
                octets.flag(),
                Instant.EPOCH);
    }

    private static Address address(Octets octets) {
        return Address.parse(octets.text()).asOptional().orElse(DEFAULT);
    }

    private static Original original(Octets octets) {
        boolean whole = octets.flag();
        boolean utf8 = octets.flag();
        byte[] message = octets.rest();
        boolean eightBit = Octets.latin(message).chars().anyMatch(c -> c > 127);
        return new Original() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(message);
            }

            @Override
            public boolean whole() {
                return whole;
            }

            @Override
            public boolean eightBit() {
                return eightBit;
            }

            @Override
            public boolean utf8() {
                return utf8;
            }
        };
    }
}
