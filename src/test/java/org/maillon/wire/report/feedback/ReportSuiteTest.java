package org.maillon.wire.report.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;
import org.maillon.suites.Suites;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports of real senders: what is read of them is what another project's reader reads. */
class ReportSuiteTest {
    private static final ReportReader READER = new ReportReader(new ReportBounds(ByteSize.parse("32MiB"), 10_000));
    private static final JsonMapper JSON = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> aggregateReportsSayTheSame() throws IOException {
        return cases("dmarc-feedback", 10, (report, wanted) -> same(((Report.Dmarc) report).report(), wanted));
    }

    @TestFactory
    Stream<DynamicTest> tlsReportsSayTheSame() throws IOException {
        return cases("tlsrpt", 3, (report, wanted) -> same(((Report.Tls) report).report(), wanted));
    }

    @TestFactory
    Stream<DynamicTest> abuseReportsSayTheSame() throws IOException {
        return cases("arf", 5, (report, wanted) -> same(((Report.Arf) report).report(), wanted));
    }

    private interface Comparison {
        void hold(Report report, JsonNode wanted);
    }

    private static Stream<DynamicTest> cases(String kind, int count, Comparison comparison) throws IOException {
        Path folder = Suites.folder("reports").resolve(kind);
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path wanted :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                tests.add(DynamicTest.dynamicTest(
                        String.valueOf(wanted.getFileName()),
                        () -> comparison.hold(read(wanted), JSON.readTree(Files.readAllBytes(wanted)))));
            }
        }
        assertThat(tests).hasSize(count);
        return tests.stream();
    }

    private static Report read(Path wanted) throws IOException {
        String name = String.valueOf(wanted.getFileName()).replace(".json", "");
        Path eml = wanted.resolveSibling(name + ".eml");
        if (Files.exists(eml)) {
            return READER.inMessage(Bytes.wrap(withCrLf(Files.readAllBytes(eml))));
        }
        Path xml = wanted.resolveSibling(name + ".xml");
        return READER.inOctets(Files.readAllBytes(Files.exists(xml) ? xml : wanted));
    }

    private static byte[] withCrLf(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(text[i]);
        }
        return out.toByteArray();
    }

    private static void same(AggregateReport report, JsonNode wanted) {
        JsonNode meta = wanted.path("report_metadata");
        text(report.metadata().organization(), meta.path("org_name"));
        text(report.metadata().email(), meta.path("email"));
        text(report.metadata().contact(), meta.path("extra_contact_info"));
        text(report.metadata().id(), meta.path("report_id"));
        text(report.metadata().generator(), meta.path("generator"));
        assertThat(report.metadata().begin().getEpochSecond())
                .isEqualTo(meta.path("date_range").path("begin").asLong());
        assertThat(report.metadata().end().getEpochSecond())
                .isEqualTo(meta.path("date_range").path("end").asLong());
        assertThat(report.metadata().errors()).hasSize(meta.path("error").size());
        JsonNode policy = wanted.path("policy_published");
        text(report.policy().domain(), policy.path("domain"));
        word(alignment(report.policy().dkimAlignment()), policy.path("adkim"));
        word(alignment(report.policy().spfAlignment()), policy.path("aspf"));
        word(report.policy().policy(), policy.path("p"));
        word(report.policy().subdomains(), policy.path("sp"));
        word(report.policy().nonexistent(), policy.path("np"));
        word(report.policy().discovery(), policy.path("discovery_method"));
        assertThat(report.policy().testing()).isEqualTo(policy.path("testing").asBoolean());
        text(report.policy().failureOptions(), policy.path("fo"));
        assertThat(report.rows()).hasSize(wanted.path("record").size());
        for (int i = 0; i < report.rows().size(); i++) {
            same(report.rows().get(i), wanted.path("record").get(i));
        }
    }

    private static String alignment(String letter) {
        return switch (letter) {
            case "r" -> "relaxed";
            case "s" -> "strict";
            default -> letter;
        };
    }

    private static void same(AggregateReport.Row row, JsonNode wanted) {
        text(row.source(), wanted.path("row").path("source_ip"));
        assertThat(row.count()).isEqualTo(wanted.path("row").path("count").asLong());
        JsonNode evaluated = wanted.path("row").path("policy_evaluated");
        word(row.evaluated().disposition(), evaluated.path("disposition"));
        word(row.evaluated().dkim(), evaluated.path("dkim"));
        word(row.evaluated().spf(), evaluated.path("spf"));
        assertThat(row.evaluated().reasons()).hasSize(evaluated.path("reason").size());
        for (int i = 0; i < row.evaluated().reasons().size(); i++) {
            String type = row.evaluated().reasons().get(i).type();
            // The other reader knows no sampled_out, which RFC 9990 dropped; we keep the word.
            word(
                    type.equals("sampled_out") ? "other" : type,
                    evaluated.path("reason").get(i).path("type_"));
            text(
                    row.evaluated().reasons().get(i).comment(),
                    evaluated.path("reason").get(i).path("comment"));
        }
        JsonNode identifiers = wanted.path("identifiers");
        text(row.identifiers().envelopeTo().orElse(""), identifiers.path("envelope_to"));
        text(row.identifiers().envelopeFrom(), identifiers.path("envelope_from"));
        text(row.identifiers().headerFrom(), identifiers.path("header_from"));
        JsonNode auth = wanted.path("auth_results");
        assertThat(row.auth().dkim()).hasSize(auth.path("dkim").size());
        for (int i = 0; i < row.auth().dkim().size(); i++) {
            JsonNode one = auth.path("dkim").get(i);
            text(row.auth().dkim().get(i).domain(), one.path("domain"));
            text(row.auth().dkim().get(i).selector(), one.path("selector"));
            word(row.auth().dkim().get(i).result(), one.path("result"));
        }
        assertThat(row.auth().spf()).hasSize(auth.path("spf").size());
        for (int i = 0; i < row.auth().spf().size(); i++) {
            JsonNode one = auth.path("spf").get(i);
            text(row.auth().spf().get(i).domain(), one.path("domain"));
            String scope = row.auth().spf().get(i).scope();
            word(scope.equals("mfrom") ? "mailfrom" : scope, one.path("scope"));
            word(row.auth().spf().get(i).result(), one.path("result"));
        }
    }

    private static void same(TlsReport report, JsonNode wanted) {
        text(report.organization(), wanted.path("organization-name"));
        text(report.contact(), wanted.path("contact-info"));
        text(report.id(), wanted.path("report-id"));
        assertThat(report.start())
                .isEqualTo(Instant.parse(
                        wanted.path("date-range").path("start-datetime").asString()));
        assertThat(report.end())
                .isEqualTo(Instant.parse(
                        wanted.path("date-range").path("end-datetime").asString()));
        assertThat(report.policies()).hasSize(wanted.path("policies").size());
        for (int i = 0; i < report.policies().size(); i++) {
            TlsReport.PolicyResult result = report.policies().get(i);
            JsonNode policy = wanted.path("policies").get(i);
            text(result.policy().type(), policy.path("policy").path("policy-type"));
            text(result.policy().domain(), policy.path("policy").path("policy-domain"));
            texts(result.policy().text(), policy.path("policy").path("policy-string"));
            texts(result.policy().hosts(), policy.path("policy").path("mx-host"));
            assertThat(result.successes())
                    .isEqualTo(policy.path("summary")
                            .path("total-successful-session-count")
                            .asLong());
            assertThat(result.failures())
                    .isEqualTo(policy.path("summary")
                            .path("total-failure-session-count")
                            .asLong());
            assertThat(result.details()).hasSize(policy.path("failure-details").size());
            for (int j = 0; j < result.details().size(); j++) {
                same(result.details().get(j), policy.path("failure-details").get(j));
            }
        }
    }

    private static void same(TlsReport.Failure failure, JsonNode wanted) {
        text(failure.type(), wanted.path("result-type"));
        text(failure.sendingAddress(), wanted.path("sending-mta-ip"));
        text(failure.receivingHost(), wanted.path("receiving-mx-hostname"));
        text(failure.receivingAddress(), wanted.path("receiving-ip"));
        assertThat(failure.count())
                .isEqualTo(wanted.path("failed-session-count").asLong());
        text(failure.information(), wanted.path("additional-information"));
        text(failure.code(), wanted.path("failure-reason-code"));
    }

    private static void same(AbuseReport report, JsonNode wanted) {
        word(report.type().replace("-", ""), wanted.path("feedback_type"));
        text(report.userAgent(), wanted.path("user_agent"));
        assertThat(report.incidents()).isEqualTo(wanted.path("incidents").asLong());
        AbuseReport.Fields fields = report.fields();
        texts(fields.authenticationResults(), wanted.path("authentication_results"));
        texts(fields.reportedDomains(), wanted.path("reported_domain"));
        texts(fields.reportedUris(), wanted.path("reported_uri"));
        text(fields.other("original-envelope-id").orElse(""), wanted.path("original_envelope_id"));
        text(fields.other("original-mail-from").orElse(""), wanted.path("original_mail_from"));
        text(fields.other("original-rcpt-to").orElse(""), wanted.path("original_rcpt_to"));
        text(
                fields.other("reporting-mta")
                        .map(mta -> mta.replace("dns; ", ""))
                        .orElse(""),
                wanted.path("reporting_mta"));
        text(report.sourceAddress().orElse(""), wanted.path("source_ip"));
        word(fields.other("auth-failure").orElse(""), wanted.path("auth_failure"));
        text(fields.other("dkim-domain").orElse(""), wanted.path("dkim_domain"));
        text(fields.other("dkim-identity").orElse(""), wanted.path("dkim_identity"));
        text(fields.other("dkim-selector").orElse(""), wanted.path("dkim_selector"));
        text(fields.other("dkim-canonicalized-body").orElse(""), wanted.path("dkim_canonicalized_body"));
        Optional<String> headers = report.original().map(Bytes::asUtf8);
        if (wanted.path("headers").isString()) {
            text(headers.orElse(""), wanted.path("headers"));
        }
        assertThat(headers).isPresent();
    }

    /** Folds are one space to us. */
    private static void text(String got, JsonNode wanted) {
        assertThat(flat(got)).isEqualTo(flat(wanted.isNull() ? "" : wanted.asString("")));
    }

    private static void texts(List<String> got, JsonNode wanted) {
        assertThat(got).hasSize(wanted.size());
        for (int i = 0; i < got.size(); i++) {
            text(got.get(i), wanted.get(i));
        }
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** Their names of what a word means are in capitals at each word, and Unspecified where nothing is said. */
    private static void word(String got, JsonNode wanted) {
        String theirs = wanted.isNull() || wanted.isMissingNode() ? "unspecified" : wanted.asString();
        String ours = got.isEmpty() ? "unspecified" : got.replace("_", "").replace("-", "");
        assertThat(ours.getBytes(StandardCharsets.UTF_8))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(theirs.toLowerCase(Locale.ROOT));
    }
}
