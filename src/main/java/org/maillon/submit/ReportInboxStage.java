package org.maillon.submit;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dkim.DkimVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows messages to the addresses that others send reports to, as long as they are small, and lets every one pass. */
public final class ReportInboxStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(ReportInboxStage.class);

    private final ReportInbox inbox;
    private final long most;
    private final DkimVerifier signatures;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private boolean tooLarge;

    private ReportInboxStage(Means means, long most) {
        this.inbox = means.inbox();
        this.signatures = means.verifiers().get();
        this.most = most;
    }

    /** @param verifiers makes one for each letter */
    public record Means(ReportInbox inbox, Supplier<DkimVerifier> verifiers) {}

    /** @param addresses of ours that reports come to */
    public static Stage.Maker maker(Means means, List<String> addresses, ByteSize most) {
        Set<String> wanted = addresses.stream().map(Ascii::upper).collect(Collectors.toUnmodifiableSet());
        return (transaction, _) -> transaction.recipients().stream()
                        .anyMatch(recipient ->
                                wanted.contains(Ascii.upper(recipient.address().toString())))
                ? Optional.of(new ReportInboxStage(means, most.octets()))
                : Optional.empty();
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        signatures.feed(octets, from, length);
        tooLarge |= message.size() + length > most;
        if (tooLarge) {
            message.reset();
        } else {
            message.write(octets, from, length);
        }
    }

    @Override
    public Step pass(Taken taken) {
        if (tooLarge) {
            return new Step.Next(
                    taken.with(taken.handling().saying("not read as a report: it has more than " + most + " octets")));
        }
        try {
            boolean signed = signatures.finish().stream().anyMatch(DkimVerdict::passes);
            Optional<String> said = inbox.take(
                    Bytes.wrap(message.toByteArray()),
                    taken.transaction().sender() + " by "
                            + taken.transaction().client().origin(),
                    signed);
            return new Step.Next(said.map(words -> taken.with(taken.handling().saying(words)))
                    .orElse(taken));
        } catch (RuntimeException e) { // the letter is delivered whatever becomes of what it holds
            log.error("{}: the report in it is not kept", taken.receipt().id(), e);
        }
        return new Step.Next(taken);
    }

    @Override
    public void close() {
        signatures.close();
    }
}
