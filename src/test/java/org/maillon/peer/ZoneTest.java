package org.maillon.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.app.zone.ZoneCheck;
import org.maillon.app.zone.ZoneFacts;
import org.maillon.app.zone.ZonePlan;
import org.maillon.app.zone.ZoneRecord;
import org.maillon.dns.DnsResolver;
import org.maillon.dns.DnsSettings;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.SocketDatagrams;
import org.maillon.kernel.net.SocketDialer;

/** What we print for a zone, served by Knot as it is: the world sees it, and sees each line that is spoiled. */
@Tag("peer")
class ZoneTest {
    private static final List<ZoneRecord> PLAN = ZonePlan.of(new ZoneFacts(
            "example.test",
            List.of("mx1.example.test", "mx2.example.test"),
            List.of("ip4:192.0.2.0/24"),
            List.of(new ZoneFacts.Key("s1", "v=DKIM1; k=rsa; p=" + "A".repeat(392))),
            new ZoneFacts.Published(List.of("ab".repeat(32)), Optional.of("20261123"), "postmaster@example.test")));

    private static String zone(List<ZoneRecord> records) {
        return "mx1 A 192.0.2.1\nmx2 A 192.0.2.2\n"
                + records.stream().map(record -> record.line(60)).collect(Collectors.joining("\n"));
    }

    private static List<ZoneCheck.Seen> look(List<ZoneRecord> served) throws IOException {
        try (KnotServer knot = KnotServer.serving(Map.of("example.test", zone(served)));
                SocketDialer dialer = new SocketDialer()) {
            DnsSettings settings = Settings.read(DnsSettings.class, Map.of("servers", knot.address()));
            ZoneCheck check = new ZoneCheck(new DnsResolver(
                    new SocketDatagrams(), dialer, InstantSource.system(), new SecureRandom(), settings));
            return PLAN.stream().map(check::look).toList();
        }
    }

    @Test
    void whatIsPrintedIsSeen() throws IOException {
        assertThat(look(PLAN)).allMatch(ZoneCheck.Seen.Same.class::isInstance).hasSize(PLAN.size());
    }

    @Test
    void whatLacksIsTold() throws IOException {
        assertThat(look(List.of())).allMatch(ZoneCheck.Seen.Missing.class::isInstance);
    }

    @Test
    void whatIsSpoiledIsTold() throws IOException {
        List<ZoneRecord> spoiled = PLAN.stream().map(ZoneTest::spoiled).toList();
        assertThat(look(spoiled)).allMatch(ZoneCheck.Seen.Differs.class::isInstance);
    }

    private static ZoneRecord spoiled(ZoneRecord good) {
        String data = switch (good.type()) {
            case "TXT" -> good.data() + "x";
            case "MX", "SRV" -> "1" + good.data();
            case "TLSA" -> good.data().replace("ab", "cd");
            default -> "elsewhere.example.test.";
        };
        return new ZoneRecord(good.name(), good.type(), data, good.purpose());
    }
}
