package org.maillon.filter.rspamd;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import org.maillon.filter.Edit;
import org.maillon.filter.FieldText;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** An answer of rspamd's, by HTTP and in JSON, cut anywhere: within bounds, or none. */
public final class RspamdFuzz {
    private static final int MOST_EDITS = 200;

    private RspamdFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int how = octets.next();
        byte[] said = octets.rest();
        Claim.same(read(said, 1), read(said, how), "read in pieces");
        RspamdAnswer.parse(said).ifPresent(RspamdFuzz::check);
    }

    private static Optional<String> read(byte[] said, int how) {
        ArrayDeque<byte[]> pieces = new ArrayDeque<>(Octets.split(said, how));
        try {
            HttpReader.Answer answer = new HttpReader(into -> {
                        byte[] piece = pieces.poll();
                        if (piece == null) {
                            return -1;
                        }
                        int length = Math.min(piece.length, into.length);
                        System.arraycopy(piece, 0, into, 0, length);
                        if (length < piece.length) {
                            pieces.addFirst(java.util.Arrays.copyOfRange(piece, length, piece.length));
                        }
                        return length;
                    })
                    .read();
            return Optional.of(
                    answer.status() + " " + Octets.latin(answer.content().shared()) + answer.stays());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void check(RspamdAnswer answer) {
        Claim.that(answer.edits().size() <= MOST_EDITS, "too many changes");
        Claim.that(answer.action().chars().noneMatch(Character::isISOControl), "an action that drives terminals");
        for (Edit edit : answer.edits()) {
            if (edit instanceof Edit.AddField(String name, var value, int _)) {
                Claim.that(FieldText.isName(name), "a name that is none");
                Claim.same(FieldText.folded(value), value, "a value that is not one field's");
            }
        }
    }
}
