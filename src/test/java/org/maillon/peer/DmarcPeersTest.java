package org.maillon.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.maillon.dns.FakeResolver;
import org.maillon.trust.dmarc.AuthorDomains;
import org.maillon.trust.dmarc.DmarcEvaluator;
import org.maillon.trust.dmarc.DmarcQuery;
import org.maillon.trust.dmarc.DmarcVerdict;
import org.maillon.trust.dmarc.Policy;
import org.maillon.trust.dmarc.PublicSuffixes;

/** OpenDMARC, rspamd and we, asked about the same messages, want the same done with them. */
@Tag("peer")
class DmarcPeersTest {
    private static final Map<String, String> RECORDS = records();
    private static final String LIST = "/maillon/public-suffix-list.txt";

    private static Map<String, String> records() {
        Map<String, String> records = new LinkedHashMap<>();
        records.put("reject.example", "v=DMARC1; p=reject");
        records.put("quarantine.example", "v=DMARC1; p=quarantine");
        records.put("watch.example", "v=DMARC1; p=none");
        records.put("strict.example", "v=DMARC1; p=reject; adkim=s; aspf=s");
        records.put("below.example", "v=DMARC1; p=none; sp=reject");
        records.put("one.co.uk", "v=DMARC1; p=reject");
        records.put("two.co.uk", "v=DMARC1; p=reject");
        return records;
    }

    /**
     * @param spf the domain that passed, or nothing
     * @param dkim likewise
     */
    private record Case(String from, String spf, String dkim) {
        String name() {
            return from + " spf=" + spf + " dkim=" + dkim;
        }

        String message() {
            String sender = spf.isEmpty() ? "nobody.example" : spf;
            String signed = dkim.isEmpty() ? "dkim=none" : "dkim=pass header.d=" + dkim;
            return "Authentication-Results: mx.test; spf=" + (spf.isEmpty() ? "fail" : "pass") + " smtp.mailfrom="
                    + sender
                    + "\r\nAuthentication-Results: mx.test; " + signed + "\r\nFrom: Ada <ada@" + from
                    + ">\r\nTo: bob@here.example\r\nSubject: x\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
                    + "Message-ID: <1@x.example>\r\n\r\nhello\r\n";
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String domain : List.of("reject.example", "quarantine.example", "watch.example", "strict.example")) {
            for (String vouched : List.of("", domain, "mail." + domain, "other.example")) {
                cases.add(new Case(domain, vouched, ""));
                cases.add(new Case(domain, "", vouched));
            }
            cases.add(new Case("sub." + domain, domain, ""));
            cases.add(new Case("sub." + domain, "", "sub." + domain));
            cases.add(new Case("sub." + domain, "", ""));
        }
        cases.add(new Case("sub.below.example", "", ""));
        cases.add(new Case("below.example", "", ""));
        cases.add(new Case("one.co.uk", "two.co.uk", "two.co.uk"));
        cases.add(new Case("one.co.uk", "", "news.one.co.uk"));
        cases.add(new Case("silent.example", "", ""));
        cases.add(new Case("silent.example", "silent.example", ""));
        return cases.stream().distinct().toList();
    }

    /** OpenDMARC 1.4.2 lets a name below pass where the owner asks for the same name (RFC 7489 §3.1); we do not. */
    private static boolean isNearButNotTheSame(Case one) {
        return one.from().equals("strict.example") && (one.spf() + one.dkim()).startsWith("mail.");
    }

    @TestFactory
    Stream<DynamicTest> openDmarcSaysTheSame() throws IOException {
        Path program = Peers.program("opendmarc", "opendmarc");
        Path folder = Peers.openFolder("maillon-opendmarc");
        Path config = configured(folder);
        return cases().stream()
                .filter(one -> !isNearButNotTheSame(one))
                .map(one -> DynamicTest.dynamicTest(
                        one.name(), () -> assertThat(ours(one)).isEqualTo(theirs(program, config, folder, one))));
    }

    private static Path configured(Path folder) throws IOException {
        Path list = folder.resolve("list");
        suffixList(list);
        StringBuilder zone = new StringBuilder();
        RECORDS.forEach((domain, record) ->
                zone.append("_dmarc.").append(domain).append(' ').append(record).append('\n'));
        Path dns = folder.resolve("dns");
        Files.writeString(dns, zone);
        return opendmarc(folder, dns, list);
    }

    private static void suffixList(Path list) throws IOException {
        try (var in = DmarcPeersTest.class.getResourceAsStream(LIST)) {
            Files.copy(Optional.ofNullable(in).orElseThrow(), list, StandardCopyOption.REPLACE_EXISTING);
        }
        // Without a rule for a top label OpenDMARC knows no organization; the list's algorithm has one for all.
        Files.writeString(list, "\nexample\n", StandardOpenOption.APPEND);
    }

    private static Path opendmarc(Path folder, Path dns, Path list) throws IOException {
        Path config = folder.resolve("opendmarc.conf");
        Files.writeString(config, """
                AuthservID mx.test
                TrustedAuthservIDs mx.test
                TestDNSData %s
                PublicSuffixList %s
                Syslog false
                RejectFailures true
                HoldQuarantinedMessages true
                IgnoreHosts /dev/null
                """.formatted(dns, list));
        return config;
    }

    /** What it does with the message: rejects it, holds it for quarantine, or takes it. */
    private static Policy theirs(Path program, Path config, Path folder, Case one) throws Exception {
        Path message = folder.resolve("message.eml");
        Files.writeString(message, one.message());
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(), "-c", config.toString(), "-t", message.toString(), "-vv")
                .redirectErrorStream(true);
        builder.environment()
                .put("OPENDMARC_TEST_ENVFROM", one.spf().isEmpty() ? "x@nobody.example" : "x@" + one.spf());
        builder.environment().put("OPENDMARC_TEST_CLIENTIP", "192.0.2.1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("mlfi_eom() returned");
        if (said.contains("mlfi_eom() returned SMFIS_REJECT")) {
            return Policy.REJECT;
        }
        return said.contains("dis=quarantine") ? Policy.QUARANTINE : Policy.NONE;
    }

    /** rspamd asks SPF itself: of Knot, where each domain that vouches names the client's address. */
    @TestFactory
    Stream<DynamicTest> rspamdSaysTheSame() throws Exception {
        Path program = Peers.program("rspamd", "rspamd");
        Path folder = Peers.openFolder("maillon-rspamd");
        int port = Peers.freePort();
        try (KnotServer knot = KnotServer.serving(zones())) {
            Files.writeString(folder.resolve("rspamd.conf"), """
                    options { pidfile = "%1$s/pid"; filters = "chartable,regexp,dkim"; tempdir = "%1$s"; local_addrs = [];
                      dns { nameserver = ["%2$s"]; timeout = 2s; retransmits = 3; } url_tld = "%1$s/list"; }
                    logging { type = "console"; level = "error"; }
                    lua = "/usr/share/rspamd/rules/rspamd.lua";
                    modules { path = "/usr/share/rspamd/plugins/dmarc.lua"; path = "/usr/share/rspamd/plugins/spf.lua"; }
                    dmarc {}
                    spf {}
                    worker "normal" { bind_socket = "127.0.0.1:%3$d"; count = 1; }
                    actions { reject = 15; add_header = 6; }
                    """.formatted(folder, knot.address(), port));
            suffixList(folder.resolve("list"));
            Process process = new ProcessBuilder(
                            program.toString(),
                            "-f",
                            "-i",
                            "-c",
                            folder.resolve("rspamd.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            try {
                List<DynamicTest> tests = new ArrayList<>();
                for (Case one : cases().stream().filter(c -> c.dkim().isEmpty()).toList()) {
                    Policy theirs = asked(port, one);
                    tests.add(DynamicTest.dynamicTest(
                            one.name(), () -> assertThat(ours(one)).isEqualTo(theirs)));
                }
                return tests.stream();
            } finally {
                process.destroy();
            }
        }
    }

    private static Map<String, String> zones() {
        StringBuilder example = new StringBuilder();
        StringBuilder uk = new StringBuilder();
        RECORDS.forEach((domain, record) -> (domain.endsWith(".uk") ? uk : example)
                .append("_dmarc.")
                .append(domain)
                .append(". TXT \"")
                .append(record)
                .append("\"\n"));
        cases().stream()
                .map(Case::spf)
                .filter(spf -> !spf.isEmpty())
                .distinct()
                .forEach(spf -> (spf.endsWith(".uk") ? uk : example)
                        .append(spf)
                        .append(". TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"));
        return Map.of("example", example.toString(), "co.uk", uk.toString());
    }

    private static Policy asked(int port, Case one) {
        String letter = one.message().substring(one.message().indexOf("From:"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/checkv2"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20))
                .header("IP", "192.0.2.1")
                .header("Helo", "client.example")
                .header("From", one.spf().isEmpty() ? "x@nobody.example" : "x@" + one.spf())
                .POST(HttpRequest.BodyPublishers.ofString(letter))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String said = Awaitility.await("rspamd")
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(
                            () -> client.send(request, HttpResponse.BodyHandlers.ofString())
                                    .body(),
                            text -> text.contains("\"symbols\""));
            assertThat(said).as(one.name()).contains("DMARC_");
            return said.contains("DMARC_POLICY_REJECT")
                    ? Policy.REJECT
                    : said.contains("DMARC_POLICY_QUARANTINE") ? Policy.QUARANTINE : Policy.NONE;
        }
    }

    private static Policy ours(Case one) {
        FakeResolver dns = new FakeResolver();
        RECORDS.forEach((domain, record) -> dns.txt("_dmarc." + domain, record));
        DmarcVerdict verdict = DmarcEvaluator.bySuffixes(dns, () -> 0, PublicSuffixes::bundled)
                .evaluate(new DmarcQuery(
                        AuthorDomains.of(List.of(("Ada <ada@" + one.from() + ">").getBytes(UTF_8))),
                        one.spf().isEmpty() ? Optional.empty() : Optional.of(one.spf()),
                        one.dkim().isEmpty() ? List.of() : List.of(one.dkim())));
        return verdict.disposition();
    }
}
