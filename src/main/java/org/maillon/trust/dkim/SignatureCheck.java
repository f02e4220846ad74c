package org.maillon.trust.dkim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.maillon.trust.dkim.DkimVerdict.Claim;

/**
 * One signature that could be read, from the header on: first what it says of itself, then its key, its body, and last,
 * as it costs most, its arithmetic. RFC 6376 §6.1.
 */
public final class SignatureCheck {
    private final DkimSignature signature;
    private final Claim claim;
    private final Supplier<byte[]> signedHeader;
    private final long covers;
    private final Optional<BodyHash> bodyHash;
    private final Optional<String> uncovered;
    private final boolean partly;

    /**
     * To be made when the header has ended: it asks for its key and its body's hash. What it signs is not written out
     * before its verdict: for as long as the body takes, each of many signatures would hold a copy of the header.
     *
     * @param partly whether a signature counts that covers only the body's beginning; where none does, no such beginning is
     *     hashed, and all signatures share the hash of the whole body
     */
    public SignatureCheck(
            SignatureReader.Reading.Signature read,
            HeaderFields header,
            BodyHashes hashes,
            KeyQuestions keys,
            boolean partly) {
        this.signature = read.value();
        this.claim = read.claim();
        this.signedHeader = () -> signature.signedHeader(header);
        this.covers = octets(SignedFields.of(header, signature.names()));
        this.bodyHash = Optional.of(hashes.want(signature.forms().body(), partly ? signature.limit() : Long.MAX_VALUE));
        this.uncovered = Uncovered.field(header, signature.names());
        this.partly = partly;
        keys.ask(signature.keyName());
    }

    /** A seal, which covers the fields of its chain and nothing else. */
    public SignatureCheck(SignatureReader.Reading.Signature read, List<HeaderField> before, KeyQuestions keys) {
        this.signature = read.value();
        this.claim = read.claim();
        this.signedHeader = () -> sealed(before);
        this.covers = octets(before);
        this.bodyHash = Optional.empty();
        this.uncovered = Optional.empty();
        this.partly = false;
        keys.ask(signature.keyName());
    }

    private byte[] sealed(List<HeaderField> before) {
        HeaderCanon canon = new HeaderCanon(Canonicalization.RELAXED);
        canon.add(before);
        canon.addSignature(signature.field().field(), signature.field().signature());
        return canon.toOctets();
    }

    private static long octets(List<HeaderField> fields) {
        return fields.stream()
                .mapToLong(field -> field.valueEnd() - field.from())
                .sum();
    }

    /** How much of the header is hashed for its verdict, at most: octets as they came, its own field left out. */
    public long covers() {
        return covers;
    }

    public DkimSignature signature() {
        return signature;
    }

    /** Once the message has ended. */
    public DkimVerdict verdict(KeyQuestions keys, InstantSource clock, DkimSettings settings) {
        Optional<String> untimely = untimely(clock.instant(), settings.clockSkew());
        if (untimely.isPresent()) {
            return verdict(DkimResult.PERMERROR, untimely.get());
        }
        return switch (keys.answer(signature.keyName())) {
            case PublicKeys.Answer.None(DkimResult result, String why) -> verdict(result, why);
            case PublicKeys.Answer.Key(KeyRecord key) -> withKey(key, settings);
        };
    }

    private Optional<String> untimely(Instant now, Duration skew) {
        if (signature.expires().isPresent()
                && !now.minus(skew).isBefore(signature.expires().get())) {
            return Optional.of("the signature expired at " + signature.expires().get());
        }
        return signature
                .signed()
                .filter(signed -> signed.isAfter(now.plus(skew)))
                .map(signed -> "the signature is from the future: " + signed);
    }

    private DkimVerdict withKey(KeyRecord key, DkimSettings settings) {
        Optional<String> objection = key.objection(signature);
        if (objection.isPresent()) {
            return verdict(DkimResult.PERMERROR, objection.get(), key);
        } else if (key.algorithm() == Algorithm.RSA_SHA256 && key.bits() < settings.minKeyBits()) {
            return verdict(DkimResult.POLICY, "an RSA key of " + key.bits() + " bits proves nothing", key);
        } else if (key.bits() > settings.maxKeyBits()) {
            return verdict(DkimResult.POLICY, "an RSA key of " + key.bits() + " bits is not calculated with", key);
        }
        DkimVerdict verdict = calculated(key);
        // RFC 6376 §3.6.1: in testing mode a signature that fails is as none at all
        return key.testing() && verdict.result() == DkimResult.FAIL
                ? verdict(DkimResult.NEUTRAL, verdict.reason() + "; the domain is only trying DKIM (t=y)", key)
                : verdict;
    }

    private DkimVerdict calculated(KeyRecord key) {
        Optional<String> partial = partly ? Optional.empty() : bodyHash.flatMap(this::partial);
        if (partial.isPresent()) {
            return verdict(DkimResult.POLICY, partial.get(), key);
        }
        Optional<String> otherBody = bodyHash.flatMap(this::wrongWithBody);
        if (otherBody.isPresent()) {
            return verdict(DkimResult.FAIL, otherBody.get(), key);
        } else if (!key.verifies(signedHeader.get(), signature.values().signature())) {
            return verdict(DkimResult.FAIL, "a signed header field was changed, or the key is another", key);
        }
        return uncovered
                .map(why -> verdict(DkimResult.POLICY, why, key))
                .orElseGet(() -> verdict(DkimResult.PASS, "", key));
    }

    private Optional<String> wrongWithBody(BodyHash body) {
        if (signature.isPartial() && body.bodyLength() < signature.limit()) { // RFC 6376 §3.5
            return Optional.of("l= promises a longer body than there is");
        }
        return body.is(signature.values().bodyHash())
                ? Optional.empty()
                : Optional.of("the body was changed after it was signed");
    }

    private Optional<String> partial(BodyHash body) {
        return body.bodyLength() > signature.limit()
                ? Optional.of(
                        "only " + signature.limit() + " of the body's " + body.bodyLength() + " octets are signed (l=)")
                : Optional.empty();
    }

    private DkimVerdict verdict(DkimResult result, String reason) {
        return new DkimVerdict(result, reason, claim, OptionalInt.empty(), signedOctets(), false);
    }

    private DkimVerdict verdict(DkimResult result, String reason, KeyRecord key) {
        return new DkimVerdict(result, reason, claim, OptionalInt.of(key.bits()), signedOctets(), key.testing());
    }

    private OptionalLong signedOctets() {
        return signature.isPartial() ? OptionalLong.of(signature.limit()) : OptionalLong.empty();
    }
}
