package org.maillon.submit;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.trust.arc.ArcVerdict;
import org.maillon.trust.arc.ArcVerifier;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dmarc.AuthorDomains;
import org.maillon.trust.dmarc.DmarcQuery;
import org.maillon.trust.dmarc.DmarcSettings;
import org.maillon.trust.dmarc.DmarcVerdict;
import org.maillon.trust.dmarc.Policy;
import org.maillon.trust.spf.SpfQuery;
import org.maillon.trust.spf.SpfVerdict;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.message.AuthenticationResults;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;
import org.maillon.wire.smtp.Reply;

/**
 * Who vouches for a stranger's message: SPF, each signature, the ARC chain, DMARC, and the name of its address. What they say
 * becomes one Authentication-Results field and one line of the trace; what DMARC's owner asks for is done, unless a sealer
 * that we trust says that it was good when it came to him.
 */
final class VouchStage implements Stage {
    private final VouchMaker maker;
    private final String server;
    private final DkimVerifier dkim;
    private final ArcVerifier arc;

    VouchStage(VouchMaker maker, String server) {
        this.maker = maker;
        this.server = server;
        this.dkim = maker.askers.dkim().get();
        this.arc = maker.askers.arc().get();
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        dkim.feed(octets, from, length);
        arc.feed(octets, from, length);
    }

    @Override
    public boolean removes(HeaderField field) {
        return maker.names.are(field);
    }

    @Override
    public void close() {
        dkim.close();
        arc.close();
    }

    @Override
    public Step pass(Taken message) {
        Transaction transaction = message.transaction();
        Client client = transaction.client();
        SpfVerdict spf = maker.askers
                .spf()
                .check(SpfQuery.of(client.address(), client.greeting(), transaction.sender(), server));
        List<DkimVerdict> signatures = dkim.finish();
        ArcVerdict chain = arc.finish();
        DmarcVerdict dmarc = maker.askers.dmarc().evaluate(query(message.header(), spf, signatures));
        Vouched.Findings findings = new Vouched.Findings(spf, signatures, chain, dmarc);
        return decided(message, findings);
    }

    private static DmarcQuery query(Header header, SpfVerdict spf, List<DkimVerdict> signatures) {
        List<byte[]> from = header.all("From").stream()
                .map(field -> Bytes.utf8(field.value()).shared())
                .toList();
        return new DmarcQuery(
                AuthorDomains.of(from),
                spf.passes() ? Optional.of(spf.domain()) : Optional.empty(),
                signatures.stream()
                        .filter(DkimVerdict::passes)
                        .map(verdict -> verdict.claim().domain())
                        .toList());
    }

    private Step decided(Taken message, Vouched.Findings findings) {
        Client client = message.transaction().client();
        DmarcVerdict dmarc = findings.dmarc();
        DmarcSettings settings = maker.settings;
        if (dmarc.result() == DmarcVerdict.Result.TEMPERROR
                && settings.onTemporaryFault() == DmarcSettings.OnTemporaryFault.TEMPFAIL) {
            return refused(message, SubmitReplies.vouchingUnknown(dmarc.author().orElse("the author")));
        }
        String excuse = excuse(findings);
        Policy done = excuse.isEmpty() ? dmarc.disposition() : Policy.NONE;
        maker.log.note(new Vouched(
                message.receipt().arrived(),
                client.address(),
                message.transaction().sender(),
                findings,
                done,
                excuse));
        if (done == Policy.REJECT) {
            return refused(message, SubmitReplies.notVouchedFor(dmarc.author().orElse("the author")));
        }
        VouchWords words = new VouchWords(message.transaction(), findings, excuse);
        AuthenticationResults field = new AuthenticationResults(
                server, words.results(maker.askers.iprev().apply(client.address())));
        Handling handling =
                message.handling().withField(Bytes.wrap(field.toOctets())).saying(words.spoken());
        return new Step.Next(message.with(
                done == Policy.QUARANTINE ? handling.with(new Disposition.Junk(words.spoken())) : handling));
    }

    /** Why the owner's wish is not followed. */
    private String excuse(Vouched.Findings findings) {
        if (findings.dmarc().disposition() == Policy.NONE) {
            return "";
        }
        Optional<String> sealer = TrustedSeal.vouches(
                findings.arc(), findings.dmarc().author().orElse(""), maker.settings.trustedSealers());
        if (sealer.isPresent()) {
            return "arc: " + sealer.get() + " says that it passed there";
        }
        return maker.settings.enforce() ? "" : "only watched here";
    }

    private Step refused(Taken message, Reply reply) {
        Transaction transaction = message.transaction();
        Optional<Address> sender = transaction.sender() instanceof ReversePath.Sender(Address address)
                ? Optional.of(address)
                : Optional.empty();
        maker.traces.refused(transaction.client().origin(), sender, Optional.empty(), reply);
        return new Step.Answer(reply);
    }
}
