package org.maillon.trust.arc;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.trust.arc.ArcVerdict.Sealer;
import org.maillon.trust.dkim.BodyHashes;
import org.maillon.trust.dkim.DkimResult;
import org.maillon.trust.dkim.DkimSettings;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dkim.HeaderField;
import org.maillon.trust.dkim.HeaderFields;
import org.maillon.trust.dkim.KeyQuestions;
import org.maillon.trust.dkim.MessageHashes;
import org.maillon.trust.dkim.PublicKeys;
import org.maillon.trust.dkim.SignatureCheck;
import org.maillon.trust.dkim.SignatureReader;
import org.maillon.trust.dkim.SignatureReader.Kind;
import org.maillon.trust.dkim.SignatureReader.Reading;

/** What a message's ARC chain is worth (RFC 8617 §5.2), found while its octets go by. For one message, and one thread. */
public final class ArcVerifier implements AutoCloseable {
    private final InstantSource clock;
    private final DkimSettings settings;
    private final KeyQuestions keys;
    private final MessageHashes message;
    private ArcChain chain = new ArcChain.None();
    private Optional<String> unreadable = Optional.empty();
    private final List<Link> links = new ArrayList<>();

    /** What was hashed of the header. Each seal covers all sets before it: without a bound, fifty times the header. */
    private long hashed;

    /**
     * One instance, its fields read: first to last.
     *
     * @param signature empty where it is not judged: below the newest it says only how far back the message is as it was
     */
    private record Link(ArcSet set, Optional<SignatureCheck> signature, SignatureCheck seal) {
        Sealer sealer() {
            return new Sealer(
                    set.instance(),
                    seal.signature().domain().ascii(),
                    seal.signature().selector(),
                    Bytes.wrap(set.results().value()));
        }
    }

    /** @param clock the time of day */
    public ArcVerifier(PublicKeys keys, InstantSource clock, DkimSettings settings) {
        this.clock = clock;
        this.settings = settings;
        this.keys = new KeyQuestions(keys, clock, settings);
        this.message = new MessageHashes((int) settings.maxHeaderSize().octets(), this::begin);
    }

    /** The next octets of the message, as they were sent: header, empty line, body; lines ended by CRLF. */
    public void feed(byte[] octets, int from, int length) {
        message.feed(octets, from, length);
    }

    /** A set whose fields could be read, and all that its seal covers. */
    private record Read(ArcSet set, Reading.Signature message, Reading.Signature seal, List<HeaderField> covered) {}

    private void begin(HeaderFields header, BodyHashes hashes) {
        chain = ArcChain.of(header, settings.maxArcSets());
        if (!(chain instanceof ArcChain.Sets(List<ArcSet> sets))) {
            return;
        }
        List<Read> all = new ArrayList<>();
        List<HeaderField> sealed = new ArrayList<>();
        for (ArcSet set : sets) {
            sealed.add(set.results());
            sealed.add(set.signature());
            Reading message = SignatureReader.read(set.signature(), Kind.ARC_MESSAGE_SIGNATURE);
            Reading seal = SignatureReader.read(set.seal(), Kind.ARC_SEAL);
            if (message instanceof Reading.Broken(DkimVerdict verdict)) {
                unreadable = Optional.of(at("signature", set.instance(), verdict.reason()));
                return;
            } else if (seal instanceof Reading.Broken(DkimVerdict verdict)) {
                unreadable = Optional.of(at("seal", set.instance(), verdict.reason()));
                return;
            } else if (message instanceof Reading.Signature one && seal instanceof Reading.Signature other) {
                all.add(new Read(set, one, other, List.copyOf(sealed)));
            }
            sealed.add(set.seal());
        }
        link(all, header, hashes);
    }

    /**
     * Keys and hashes of what decides (RFC 8617 §5.2): the newest signature, then each seal, the newest first. The older
     * signatures may use what is there already: they make us ask for no key and hash no part of the body.
     */
    private void link(List<Read> all, HeaderFields header, BodyHashes hashes) {
        Reading.Signature newest = all.getLast().message();
        SignatureCheck decides = new SignatureCheck(newest, header, hashes, keys, settings.acceptPartialBody());
        List<SignatureCheck> seals = all.reversed().stream()
                .map(read -> new SignatureCheck(read.seal(), read.covered(), keys))
                .toList()
                .reversed();
        for (int i = 0; i < all.size(); i++) {
            Read read = all.get(i);
            Optional<SignatureCheck> signature = i == all.size() - 1
                    ? Optional.of(decides)
                    : Optional.of(read.message())
                            .filter(older -> keys.hasAsked(older.value().keyName()))
                            .map(older -> new SignatureCheck(older, header, hashes, keys, false));
            links.add(new Link(read.set(), signature, seals.get(i)));
        }
    }

    private static String at(String what, int instance, String why) {
        return what + " " + instance + ": " + why;
    }

    /** The message is all here. */
    public ArcVerdict finish() {
        message.end();
        if (message.headerTooLarge()) {
            return ArcVerdict.failed("the header is larger than " + settings.maxHeaderSize());
        }
        return switch (chain) {
            case ArcChain.None() -> ArcVerdict.none();
            case ArcChain.Broken(String why) -> ArcVerdict.failed(why);
            case ArcChain.Sets _ -> unreadable.map(ArcVerdict::failed).orElseGet(this::validated);
        };
    }

    /** RFC 8617 §5.2 steps 4 to 7. */
    private ArcVerdict validated() {
        Link last = links.getLast();
        SignatureCheck decides = last.signature().orElseThrow();
        if (!affords(decides)) {
            return tooMuch("signature", last);
        }
        DkimVerdict newest = decides.verdict(keys, clock, settings);
        if (!newest.passes()) {
            return failed("signature", last, newest);
        }
        for (Link link : links.reversed()) {
            if (!affords(link.seal())) {
                return tooMuch("seal", link);
            }
            DkimVerdict seal = link.seal().verdict(keys, clock, settings);
            if (!seal.passes()) {
                return failed("seal", link, seal);
            }
        }
        return new ArcVerdict(ArcResult.PASS, "", sealers(), oldestPass(), false);
    }

    private boolean affords(SignatureCheck check) {
        if (hashed + check.covers() > settings.maxChainOctets().octets()) {
            return false;
        }
        hashed += check.covers();
        return true;
    }

    /** Octets of the header, counted each time that they were hashed. */
    long hashed() {
        return hashed;
    }

    private ArcVerdict tooMuch(String what, Link link) {
        String why = "with it more than " + settings.maxChainOctets() + " would have to be hashed";
        return new ArcVerdict(ArcResult.FAIL, at(what, link.set().instance(), why), sealers(), 0, false);
    }

    private ArcVerdict failed(String what, Link link, DkimVerdict why) {
        return new ArcVerdict(
                ArcResult.FAIL,
                at(what, link.set().instance(), why.reason()),
                sealers(),
                0,
                why.result() == DkimResult.TEMPERROR);
    }

    private List<Sealer> sealers() {
        return links.stream().map(Link::sealer).toList();
    }

    private int oldestPass() {
        for (int i = links.size() - 2; i >= 0; i--) {
            Optional<SignatureCheck> older = links.get(i).signature();
            if (older.isEmpty()
                    || !affords(older.get())
                    || !older.get().verdict(keys, clock, settings).passes()) {
                return links.get(i).set().instance() + 1;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        keys.close();
    }
}
