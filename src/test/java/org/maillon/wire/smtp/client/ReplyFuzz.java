package org.maillon.wire.smtp.client;

import java.util.ArrayList;
import java.util.List;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.ReplyWriter;

/** What a peer says, cut anywhere: the same findings, bounded, free of controls; and what it offers, read from that. */
public final class ReplyFuzz {
    private ReplyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        ReplyLimits limits = new ReplyLimits(16 + octets.next() * 4, 1 + octets.below(8), octets.flag());
        int how = octets.next();
        byte[] said = octets.rest();
        List<ReplyReader.Finding> whole = hear(said, limits, 0);
        Claim.same(hear(said, limits, how), whole, "cut elsewhere");
        Claim.same(hear(said, limits, 1), whole, "octet by octet");
        whole.forEach(finding -> sound(finding, limits));
    }

    /** Up to the first that is malformed, as a session does. */
    private static List<ReplyReader.Finding> hear(byte[] said, ReplyLimits limits, int how) {
        ReplyReader reader = new ReplyReader(limits);
        List<ReplyReader.Finding> findings = new ArrayList<>();
        for (byte[] piece : Octets.split(said, how)) {
            int from = 0;
            while (from < piece.length) {
                int eaten = reader.feed(piece, from, piece.length);
                from += eaten;
                reader.take().ifPresent(findings::add);
                if (!findings.isEmpty() && findings.getLast() instanceof ReplyReader.Malformed) {
                    return findings;
                }
                Claim.that(eaten > 0, "it stands still");
            }
        }
        return findings;
    }

    private static void sound(ReplyReader.Finding finding, ReplyLimits limits) {
        switch (finding) {
            case ReplyReader.Malformed(String why) -> printable(why);
            case ReplyReader.Whole(Reply reply) -> {
                Claim.that(
                        reply.lines().size() <= limits.lines(),
                        "%d lines",
                        reply.lines().size());
                reply.lines().forEach(line -> {
                    printable(line);
                    Claim.that(line.length() <= limits.lineLength(), "a line of %d", line.length());
                });
                reply.status().ifPresent(status -> Claim.same(status.kind(), reply.code() / 100, "class of status"));
                offers(PeerExtensions.of(reply));
                for (int accepted = 0; accepted < 2; accepted++) {
                    RcptAnswer answer = RcptAnswer.of(reply, accepted);
                    Claim.that((answer == RcptAnswer.ACCEPTED) == (reply.code() < 300), "%s is %s", reply, answer);
                }
                again(reply);
            }
        }
    }

    private static void printable(String text) {
        Claim.that(text.chars().noneMatch(Character::isISOControl), "a control in '%s'", text);
    }

    private static void offers(PeerExtensions peer) {
        peer.maxSize().ifPresent(size -> Claim.that(size > 0, "SIZE %d", size));
        for (var limit : List.of(
                peer.limits().recipients(),
                peer.limits().messages(),
                peer.limits().domains())) {
            limit.ifPresent(value -> Claim.that(value > 0 && value <= 999_999, "a limit of %d", value));
        }
        Claim.that(
                peer.maxSize().isEmpty() || peer.offers(PeerExtensions.Keyword.SIZE), "a size without the extension");
    }

    /** As our own server would pass it on to a client: the same reply, spaces in front of a text aside. */
    private static void again(Reply reply) {
        boolean likeAStatus =
                reply.status().isEmpty() && reply.lines().getFirst().matches("[0-9][.].*");
        if (likeAStatus || reply.lines().stream().anyMatch(line -> line.length() > 150)) {
            return; // would be broken in two, or was no status for a tab behind it that is a space by now
        }
        byte[] written = ReplyWriter.write(reply, true);
        List<ReplyReader.Finding> back =
                hear(written, new ReplyLimits(512, reply.lines().size(), false), 0);
        Claim.that(
                back.size() == 1 && back.getFirst() instanceof ReplyReader.Whole,
                "%s is written and read as %s",
                reply,
                back);
        Reply read = ((ReplyReader.Whole) back.getFirst()).reply();
        Claim.same(read.code(), reply.code(), "its code");
        Claim.same(read.status(), reply.status(), "its status");
        Claim.same(stripped(read), stripped(reply), "its words");
    }

    private static List<String> stripped(Reply reply) {
        return reply.lines().stream().map(String::stripLeading).toList();
    }
}
