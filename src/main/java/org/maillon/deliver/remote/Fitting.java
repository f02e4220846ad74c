package org.maillon.deliver.remote;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.maillon.deliver.remote.RemoteSettings.Chunking;
import org.maillon.deliver.remote.RemoteSettings.EightBit;
import org.maillon.queue.Courier.Content;
import org.maillon.queue.Result;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.CommandWriter;
import org.maillon.wire.smtp.client.PeerExtensions;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;

/** Can this peer take this message? Settles the recipients for whom it cannot; says how the message goes to the others. */
final class Fitting {
    private final RemoteSettings settings;

    Fitting(RemoteSettings settings) {
        this.settings = settings;
    }

    /** Empty where nobody is left to send to. */
    Optional<Shape> fit(PeerSession session, Journey journey) {
        Optional<Misfit> whole = misfit(session, journey);
        whole.ifPresent(unfit -> journey.outcomes().settle(journey.pending(), unfit.of(session)));
        for (int slot : journey.pending()) {
            recipientMisfit(
                            session.extensions(),
                            journey.errand().recipient(slot).address())
                    .ifPresent(unfit -> journey.outcomes().settle(slot, unfit.of(session)));
        }
        return journey.hasPending() ? Optional.of(shape(session.extensions(), journey)) : Optional.empty();
    }

    private record Misfit(Reply reply, String what) {
        Result of(PeerSession session) {
            return Outcomes.unfit(session, reply, what);
        }
    }

    private Optional<Misfit> misfit(PeerSession session, Journey journey) {
        PeerExtensions peer = session.extensions();
        Errand errand = journey.errand();
        return tooLarge(peer, errand)
                .or(() -> unwritableSender(errand))
                .or(() -> binary(peer, errand))
                .or(() -> eightBit(peer, errand))
                .or(() -> utf8(peer, errand))
                .or(() -> deadline(session, errand));
    }

    /**
     * RFC 2852 §4.1: what is to come back by its deadline goes to no server that knows of none, for nobody could say any
     * more whether it arrived in time. By LMTP it arrives.
     */
    private static Optional<Misfit> deadline(PeerSession session, Errand errand) {
        boolean fine = !errand.envelope().returnsAtDeadline()
                || session.isLmtp()
                || session.extensions().offers(Keyword.DELIVER_BY);
        return fine
                ? Optional.empty()
                : Optional.of(new Misfit(
                        Reply.of(554, "5.3.3", "The next server does not promise delivery by a deadline (DELIVERBY)"),
                        "does not offer DELIVERBY, which the sender asks for with BY=…;R"));
    }

    /** RFC 1870 §6.1: not even tried. */
    private static Optional<Misfit> tooLarge(PeerExtensions peer, Errand errand) {
        long size = errand.content().size();
        if (size <= peer.maxSize().orElse(Long.MAX_VALUE)) {
            return Optional.empty();
        }
        String most = peer.maxSize().orElse(0) + " octets";
        return Optional.of(new Misfit(
                Reply.of(552, "5.3.4", "The message has " + size + " octets, the next server takes " + most),
                "takes messages of at most " + most + ", and this one has " + size));
    }

    private static Optional<Misfit> unwritableSender(Errand errand) {
        return errand.envelope().sender() instanceof ReversePath.Sender(Address address)
                        && !CommandWriter.isWritable(address)
                ? Optional.of(new Misfit(
                        Reply.of(553, "5.1.7", "The sender's address holds a control character"),
                        "was not asked: the sender's address holds a control character"))
                : Optional.empty();
    }

    /** RFC 3030 §3: a binary message goes by BDAT, and only where it is welcome. */
    private static Optional<Misfit> binary(PeerExtensions peer, Errand errand) {
        boolean able = peer.offers(Keyword.CHUNKING) && peer.offers(Keyword.BINARY_MIME);
        return body(errand) != BodyType.BINARY_MIME || able
                ? Optional.empty()
                : Optional.of(new Misfit(
                        Reply.of(554, "5.6.3", "The message is binary, and the next server takes no binary messages"),
                        "does not offer CHUNKING and BINARYMIME, which this message needs"));
    }

    /** RFC 6152 §3: convert or fail. We do not convert; by default it goes as it is, which nearly every server takes. */
    private Optional<Misfit> eightBit(PeerExtensions peer, Errand errand) {
        boolean fine = settings.eightBitMime() == EightBit.JUST_SEND
                || peer.offers(Keyword.EIGHT_BIT_MIME)
                || body(errand) == BodyType.BINARY_MIME
                || !EightBitScan.anywhere(errand.content());
        return fine
                ? Optional.empty()
                : Optional.of(new Misfit(
                        Reply.of(554, "5.6.3", "The message holds 8-bit text, and the next server takes 7 bits only"),
                        "does not offer 8BITMIME, which this message needs"));
    }

    /** RFC 6531 §3.2: where the sender's address or the header needs it. A recipient's address concerns that recipient. */
    private static Optional<Misfit> utf8(PeerExtensions peer, Errand errand) {
        if (peer.offers(Keyword.SMTP_UTF8)) {
            return Optional.empty();
        } else if (errand.senderNeedsUtf8()) {
            return Optional.of(new Misfit(
                    Reply.of(550, "5.6.7", "The sender's address is not ASCII, and the next server takes ASCII only"),
                    "does not offer SMTPUTF8, which the sender's address needs"));
        } else if (errand.envelope().parameters().utf8() && EightBitScan.inHeader(errand.content())) {
            return Optional.of(new Misfit(
                    Reply.of(550, "5.6.9", "The message's header is not ASCII, and the next server takes ASCII only"),
                    "does not offer SMTPUTF8, which the message's header needs"));
        }
        return Optional.empty();
    }

    private static Optional<Misfit> recipientMisfit(PeerExtensions peer, Address recipient) {
        if (!CommandWriter.isWritable(recipient)) {
            return Optional.of(new Misfit(
                    Reply.of(553, "5.1.3", "The recipient's address holds a control character"),
                    "was not asked: the recipient's address holds a control character"));
        } else if (recipient.needsUtf8() && !peer.offers(Keyword.SMTP_UTF8)) {
            return Optional.of(new Misfit(
                    Reply.of(553, "5.6.7", "The recipient's address is not ASCII, and its server takes ASCII only"),
                    "does not offer SMTPUTF8, which the recipient's address needs"));
        }
        return Optional.empty();
    }

    private Shape shape(PeerExtensions peer, Journey journey) {
        Errand errand = journey.errand();
        MailParameters given = errand.envelope().parameters();
        Content content = errand.content();
        MailParameters declared = new MailParameters(
                OptionalLong.of(content.size()),
                given.body(),
                given.utf8() || errand.senderNeedsUtf8() || anyNeedsUtf8(errand, journey.pending()),
                given.returned(),
                given.envelopeId(),
                given.wishes());
        boolean chunked = given.body() == BodyType.BINARY_MIME
                || settings.chunking() == Chunking.WHEN_OFFERED && peer.offers(Keyword.CHUNKING);
        return new Shape(declared, chunked);
    }

    private static boolean anyNeedsUtf8(Errand errand, List<Integer> slots) {
        return slots.stream().anyMatch(errand::recipientNeedsUtf8);
    }

    private static BodyType body(Errand errand) {
        return errand.envelope().parameters().body();
    }
}
