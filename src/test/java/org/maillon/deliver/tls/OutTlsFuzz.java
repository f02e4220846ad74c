package org.maillon.deliver.tls;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.maillon.dns.TlsaRecord;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.Bytes;
import org.maillon.trust.Certificates;
import org.maillon.trust.WebPki.Verdict;
import org.maillon.trust.dane.DaneJudge;
import org.maillon.trust.dane.DaneLookup;
import org.maillon.trust.dane.Tlsa;
import org.maillon.trust.mtasts.PolicyHost.Fetched;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.trust.mtasts.StsRecord;

/** What destinations publish of themselves: MTA-STS records and files, the HTTP they come by, TLSA records. */
public final class OutTlsFuzz {
    private static final int MOST = 2048;
    private static final Certificates.Identity SERVER =
            Certificates.under(Certificates.authority("Fuzz"), "mx.example.org");

    private OutTlsFuzz() {}

    /** A selector; then a file, a record, an answer of HTTP, or a TLSA record's fields. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int selector = octets.next() & 3;
        switch (selector) {
            case 0 -> policy(octets.take(octets.left()));
            case 1 -> record(new String(octets.take(octets.left()), StandardCharsets.ISO_8859_1));
            case 2 -> http(octets);
            default -> tlsa(octets);
        }
    }

    private static void policy(byte[] file) {
        if (StsPolicy.parse(file) instanceof StsPolicy.Parsed.Valid(StsPolicy policy)) {
            byte[] again = String.join("\n", policy.lines()).getBytes(StandardCharsets.ISO_8859_1);
            Claim.that(
                    StsPolicy.parse(again).equals(new StsPolicy.Parsed.Valid(policy)),
                    "%s is not read as itself",
                    policy);
            Claim.that(policy.maxAge().toSeconds() <= 31_557_600, "a policy of %s", policy.maxAge());
            policy.admits("mx.example.org");
        }
    }

    private static void record(String text) {
        StsRecord.among(List.of(text)).ifPresent(record -> {
            Claim.that(!record.id().isEmpty() && record.id().length() <= 32, "an id '%s'", record.id());
            Claim.that(record.id().chars().allMatch(Character::isLetterOrDigit), "an id '%s'", record.id());
        });
    }

    /** In pieces of any size the answer means the same. */
    private static void http(Octets octets) {
        int piece = 1 + (octets.next() & 63);
        byte[] all = octets.take(octets.left());
        Fetched whole = answer(all, all.length + 1);
        Fetched pieces = answer(all, piece);
        Claim.that(whole.getClass() == pieces.getClass(), "%s in one, %s in pieces", whole, pieces);
        if (whole instanceof Fetched.File(Bytes one) && pieces instanceof Fetched.File(Bytes other)) {
            Claim.that(one.length() <= MOST, "%d octets", one.length());
            Claim.that(one.equals(other), "another file in pieces");
        }
    }

    private static Fetched answer(byte[] all, int piece) {
        HttpAnswer answer = new HttpAnswer(MOST);
        for (int at = 0; at < all.length && !answer.isOver(); at += piece) {
            int length = Math.min(piece, all.length - at);
            answer.feed(java.util.Arrays.copyOfRange(all, at, at + length), length);
        }
        if (!answer.isOver()) {
            answer.end();
        }
        Claim.that(answer.isOver(), "an answer that never ends");
        return answer.result("mta-sts.example.org");
    }

    private static void tlsa(Octets octets) {
        TlsaRecord record =
                new TlsaRecord(octets.next(), octets.next(), octets.next(), Bytes.wrap(octets.take(octets.left())));
        List<Tlsa> usable = Tlsa.usable(List.of(record));
        if (!usable.isEmpty()) {
            Claim.that(record.usage() == 2 || record.usage() == 3, "the usage %d", record.usage());
            DaneLookup.Found.Records records = new DaneLookup.Found.Records(usable, Set.of("mx.example.org"));
            Verdict verdict = DaneJudge.judge(records, SERVER.chain(), Instant.now());
            Claim.that(!(verdict instanceof Verdict.Good), "%s matches a key made at random", record);
        }
    }
}
