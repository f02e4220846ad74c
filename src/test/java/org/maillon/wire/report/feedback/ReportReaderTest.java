package org.maillon.wire.report.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;

class ReportReaderTest {
    private static final ReportReader READER = new ReportReader(new ReportBounds(ByteSize.parse("64KiB"), 3));

    static AggregateReport report(int rows) {
        AggregateReport.Row row = new AggregateReport.Row(
                "192.0.2.1",
                2,
                new AggregateReport.Evaluated(
                        "none", "pass", "fail", List.of(new AggregateReport.Reason("local_policy", "a <b> & \"c\""))),
                new AggregateReport.Identifiers(Optional.of("example.org"), "bounce.example.com", "example.com"),
                new AggregateReport.Auth(
                        List.of(new AggregateReport.DkimAuth("example.com", "s1", "pass")),
                        List.of(new AggregateReport.SpfAuth("bounce.example.com", "mfrom", "fail"))));
        return new AggregateReport(
                "1.0",
                new AggregateReport.Metadata(
                        "Maillon at mx.example.org",
                        "postmaster@example.org",
                        "",
                        "r1",
                        Instant.ofEpochSecond(86_400),
                        Instant.ofEpochSecond(172_799),
                        List.of(),
                        "Maillon"),
                new AggregateReport.PublishedPolicy(
                        "example.com", "r", "s", "reject", "none", "", true, "treewalk", "1"),
                java.util.Collections.nCopies(rows, row));
    }

    private static byte[] xml(int rows) {
        return AggregateXmlWriter.write(report(rows)).getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(octets);
        }
        return out.toByteArray();
    }

    private static byte[] zip(byte[] octets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.xml"));
            zip.write(octets);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static String refused(Report report) {
        return ((Report.None) report).why();
    }

    @Test
    void readsWhatItWrites() throws IOException {
        for (byte[] octets : List.of(xml(2), gzip(xml(2)), zip(xml(2)))) {
            assertThat(READER.inOctets(octets)).isEqualTo(new Report.Dmarc(report(2)));
        }
    }

    @Test
    void readsTheTlsReportItWrites() throws IOException {
        TlsReport report = new TlsReport(
                "Maillon",
                Instant.parse("2026-11-22T00:00:00Z"),
                Instant.parse("2026-11-22T23:59:59Z"),
                "postmaster@example.org",
                "t1",
                List.of(new TlsReport.PolicyResult(
                        new TlsReport.Policy(
                                "sts",
                                List.of("version: STSv1", "mode: enforce"),
                                "example.com",
                                List.of("mx.example.com")),
                        5,
                        1,
                        List.of(new TlsReport.Failure(
                                "certificate-expired",
                                "192.0.2.1",
                                "mx.example.com",
                                "",
                                "192.0.2.2",
                                1,
                                "",
                                "expired \"yesterday\"")))));
        assertThat(READER.inOctets(gzip(TlsJson.write(report)))).isEqualTo(new Report.Tls(report));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void recordsHaveABound(int rows) {
        Report read = READER.inOctets(xml(rows));
        if (rows <= 3) {
            assertThat(read).isInstanceOf(Report.Dmarc.class);
        } else {
            assertThat(refused(read)).isEqualTo("it has more than 3 records");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void whatItUnpacksToHasABound(int more) throws IOException {
        byte[] xml = xml(1);
        String pad = " ".repeat((64 << 10) - xml.length + more);
        byte[] padded = (new String(xml, UTF_8) + pad).getBytes(UTF_8);
        Report read = READER.inOctets(gzip(padded));
        if (more <= 0) {
            assertThat(read).isInstanceOf(Report.Dmarc.class);
        } else {
            assertThat(refused(read)).isEqualTo("it unpacks to more than 65536 octets");
        }
    }

    @Test
    void aReportThatUnpacksToAGigabyteEndsAtTheBound() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            byte[] zeros = new byte[1 << 20];
            zip.write("<feedback>".getBytes(UTF_8));
            java.util.Arrays.fill(zeros, (byte) ' ');
            for (int i = 0; i < 1024; i++) {
                zip.write(zeros);
            }
        }
        assertThat(out.size()).isLessThan(2 << 20);
        assertThat(refused(READER.inOctets(out.toByteArray()))).isEqualTo("it unpacks to more than 65536 octets");
    }

    @Test
    void aDtdIsRefusedAndNothingIsFetchedOrMultiplied() {
        String billion = "<?xml version=\"1.0\"?><!DOCTYPE f [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                + "<feedback><report_metadata><report_id>&b;</report_id></report_metadata></feedback>";
        String file =
                "<!DOCTYPE f [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><feedback><version>&x;</version></feedback>";
        for (String text : List.of(billion, file)) {
            assertThat(refused(READER.inOctets(text.getBytes(UTF_8)))).contains("DTD or entities");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 19, 2000})
    void elementsNestSoDeep(int more) {
        String deep = "<x>".repeat(more) + "</x>".repeat(more);
        String text = new String(xml(1), UTF_8).replace("</feedback>", deep + "</feedback>");
        assertThat(READER.inOctets(text.getBytes(UTF_8)) instanceof Report.Dmarc)
                .isEqualTo(more + 1 <= 20);
    }

    @Test
    void jsonNestsSoDeepAndFailuresHaveABound() {
        String deep = "{\"report-id\":\"x\",\"policies\":" + "[".repeat(100_000);
        assertThat(refused(READER.inOctets(deep.getBytes(UTF_8)))).isNotEmpty();
        for (int count : new int[] {2, 3, 4}) {
            String failures = "{},".repeat(count);
            String text = "{\"report-id\":\"x\",\"policies\":[{\"failure-details\":["
                    + failures.substring(0, failures.length() - 1) + "]}]}";
            assertThat(READER.inOctets(text.getBytes(UTF_8)) instanceof Report.Tls)
                    .isEqualTo(count <= 3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<html><body>hi</body></html>",
                "<feedback>",
                "{}",
                "{\"policies\":[]}",
                "[1]",
                "\u001f\u008b",
                "PK\u0003\u0004"
            })
    void whatIsNoReportIsSaidToBeNone(String text) {
        assertThat(READER.inOctets(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                .isInstanceOf(Report.None.class);
    }

    @Test
    void findsTheReportInAMessageWhateverItIsCalled() throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(gzip(xml(1)));
        String message = "From: a@b\r\nContent-Type: multipart/mixed; boundary=\"x; y\"\r\n\r\npreamble\r\n"
                + "--x; y\r\nContent-Type: text/html\r\n\r\n<p>Report\r\n"
                + "--x; y \r\nContent-Type: text/plain; name=oops\r\nContent-Transfer-Encoding: BASE64\r\n\r\n" + body
                + "\r\n--x; y--\r\nepilogue\r\n";
        assertThat(READER.inMessage(Bytes.utf8(message))).isEqualTo(new Report.Dmarc(report(1)));
    }

    @Test
    void aMessageWithoutOneIsSaidToHaveNone() {
        assertThat(refused(READER.inMessage(Bytes.utf8("Subject: x\r\n\r\nhello\r\n"))))
                .isEqualTo("no part of it is a report");
    }
}
