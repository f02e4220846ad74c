package org.maillon.trust.dkim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.maillon.trust.dkim.DkimVerdict.Claim;
import org.maillon.trust.dkim.SignatureReader.Kind;
import org.maillon.trust.dkim.SignatureReader.Reading;

/**
 * What a message's DKIM signatures are worth, found while its octets go by. Keys are asked for when the header ends, so
 * that they come while the body does. For one message, and one thread.
 */
public final class DkimVerifier implements AutoCloseable {
    private static final String FIELD = "dkim-signature";

    private final InstantSource clock;
    private final DkimSettings settings;
    private final KeyQuestions keys;
    private final MessageHashes message;
    private final List<Looked> looked = new ArrayList<>();
    private int signatures;

    /** A signature that was looked at, from the top of the header down. */
    private sealed interface Looked {
        record At(SignatureCheck check) implements Looked {}

        record Done(DkimVerdict verdict) implements Looked {}
    }

    /** @param clock the time of day: signatures expire by it */
    public DkimVerifier(PublicKeys keys, InstantSource clock, DkimSettings settings) {
        this.clock = clock;
        this.settings = settings;
        this.keys = new KeyQuestions(keys, clock, settings);
        this.message = new MessageHashes((int) settings.maxHeaderSize().octets(), this::begin);
    }

    /** The next octets of the message, as they were sent: header, empty line, body; lines ended by CRLF. */
    public void feed(byte[] octets, int from, int length) {
        message.feed(octets, from, length);
    }

    private void begin(HeaderFields header, BodyHashes hashes) {
        List<HeaderField> fields = header.named(FIELD);
        signatures = fields.size();
        for (HeaderField field : fields.subList(0, Math.min(signatures, settings.maxSignatures()))) {
            looked.add(
                    switch (SignatureReader.read(field, Kind.DKIM)) {
                        case Reading.Signature read ->
                            new Looked.At(new SignatureCheck(read, header, hashes, keys, settings.acceptPartialBody()));
                        case Reading.Broken(DkimVerdict verdict) -> new Looked.Done(verdict);
                    });
        }
    }

    /** The message is all here. One verdict for each signature that was looked at, and one for all the others together. */
    public List<DkimVerdict> finish() {
        message.end();
        if (message.headerTooLarge()) {
            return List.of(DkimVerdict.of(
                    DkimResult.POLICY,
                    "the header is larger than the " + settings.maxHeaderSize()
                            + " that are looked through for signatures",
                    Claim.UNREADABLE));
        }
        List<DkimVerdict> verdicts = new ArrayList<>();
        for (Looked one : looked) {
            verdicts.add(
                    switch (one) {
                        case Looked.At(SignatureCheck check) -> check.verdict(keys, clock, settings);
                        case Looked.Done(DkimVerdict verdict) -> verdict;
                    });
        }
        int others = signatures - looked.size();
        if (others > 0) {
            verdicts.add(DkimVerdict.of(
                    DkimResult.POLICY,
                    others + " more signatures were not looked at; " + settings.maxSignatures() + " are, from the top",
                    Claim.UNREADABLE));
        }
        return List.copyOf(verdicts);
    }

    /** Whoever gives a message up needs no keys any more. */
    @Override
    public void close() {
        keys.close();
    }
}
