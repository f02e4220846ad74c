package org.maillon.wire.report.feedback;

import java.nio.charset.StandardCharsets;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;

/** Reports of strangers, as files and in messages: read within bounds and written so that they read as the same, or refused in words. */
public final class FeedbackFuzz {
    private static final ReportReader READER = new ReportReader(new ReportBounds(ByteSize.parse("64KiB"), 20));

    private FeedbackFuzz() {}

    /** The first octet chooses: a file or a message. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        boolean message = octets.flag();
        byte[] rest = octets.rest();
        Report report = message ? READER.inMessage(Bytes.wrap(rest)) : READER.inOctets(rest);
        switch (report) {
            case Report.Dmarc(AggregateReport dmarc) -> same(dmarc);
            case Report.Tls(TlsReport tls) -> {
                Report again = READER.inOctets(TlsJson.write(tls));
                Claim.same(
                        again instanceof Report.Tls(TlsReport read) ? read.policies() : again,
                        tls.policies(),
                        "written and read again");
            }
            case Report.Arf(AbuseReport arf) ->
                Claim.that(!arf.type().isEmpty() && arf.incidents() > 0, "an empty report");
            case Report.None(String why) -> Claim.that(why.length() < 500, "a long reason");
        }
    }

    private static void same(AggregateReport dmarc) {
        Claim.that(dmarc.rows().size() <= 20, "%d rows", dmarc.rows().size());
        byte[] xml = AggregateXmlWriter.write(dmarc).getBytes(StandardCharsets.UTF_8);
        if (xml.length < 60_000 && READER.inOctets(xml) instanceof Report.Dmarc(AggregateReport again)) {
            Claim.that(again.rows().size() == dmarc.rows().size(), "rows came or went");
            Claim.that(again.messages() == dmarc.messages(), "counts changed");
        } else {
            Claim.that(xml.length >= 60_000, "what was written does not read");
        }
    }
}
