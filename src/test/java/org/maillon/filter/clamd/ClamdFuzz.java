package org.maillon.filter.clamd;

import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;

/** What clamd says is one of four things, in words that drive no terminal; found is only what ends so. */
public final class ClamdFuzz {
    private ClamdFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String said = Octets.latin(input);
        switch (ClamdAnswer.parse(input, input.length)) {
            case ClamdAnswer.Found(String signature) -> {
                Claim.that(said.strip().endsWith("FOUND"), "found what nobody named");
                Claim.that(
                        !signature.isEmpty() && signature.chars().noneMatch(Character::isISOControl), "no signature");
            }
            case ClamdAnswer.Clean _ -> Claim.that(said.strip().endsWith("OK"), "clean without a word");
            case ClamdAnswer.TooLarge _ -> Claim.that(said.contains("size limit exceeded"), "too large without a word");
            case ClamdAnswer.Trouble(String why) ->
                Claim.that(why.chars().noneMatch(Character::isISOControl), "trouble that drives terminals");
        }
    }
}
