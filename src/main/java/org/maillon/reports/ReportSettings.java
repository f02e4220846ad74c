package org.maillon.reports;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** Reports about mail in a domain's name: those we send, and those sent to us. The table {@code [reports]}. */
public record ReportSettings(
        @Setting(
                value = "",
                doc = "The address of ours that reports come from, such as reports@example.org. Without it nothing is"
                        + " counted and none is sent.")
        String from,

        @Setting(value = "", doc = "Who we are, as reports say it; empty: the host name.")
        String organization,

        @Setting(
                value = "",
                doc = "How to reach us, as reports say it: an address or a page; empty: the address they come from.")
        String contact,

        @Setting(
                value = "true",
                doc = "Whether domains get the DMARC reports that their rua asks for, a day at a time (RFC 9990).")
        boolean dmarc,

        @Setting(
                value = "true",
                doc = "Whether domains get the reports about TLS that their _smtp._tls asks for (RFC 8460).")
        boolean tls,

        @Setting(value = "4h", doc = "Over how long after midnight (UTC) the reports are spread.", max = 72_000)
        Duration spread,

        @Setting(
                value = "5000",
                min = 1,
                max = 1_000_000,
                doc = "Domains that are counted for a day; more go uncounted.")
        int maxDomains,

        @Setting(
                value = "1000",
                min = 1,
                max = 100_000,
                doc = "Rows that are counted for a domain and a day: sources that fared alike; more go uncounted.")
        int maxRows,

        @Setting(
                value = "",
                doc = "Addresses of ours to which others send reports: what comes there is read, kept and shown by"
                        + " 'maillon report', and delivered too.")
        List<String> inbox,

        @Setting(value = "4MiB", min = 1024, max = 67_108_864, doc = "The largest message that is read for a report.")
        ByteSize maxMessage,

        @Setting(value = "32MiB", min = 1024, max = 1_073_741_824, doc = "What a report may unpack to at most.")
        ByteSize maxUnpacked,

        @Setting(
                value = "10000",
                min = 1,
                max = 1_000_000,
                doc = "Records of a received report; one with more is refused.")
        int maxRecords,

        @Setting(value = "2000", min = 1, max = 1_000_000, doc = "Received reports that are kept; the oldest go first.")
        int keep) {
    public ReportSettings {
        inbox = List.copyOf(inbox);
    }
}
