package org.maillon.deliver.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.maillon.deliver.remote.HopTrouble.Kind;
import org.maillon.queue.Result;
import org.maillon.wire.smtp.Reply;

/** The servers tried in vain, and what that means for the recipients nobody has answered for. */
final class Troubles {
    private final List<HopTrouble> troubles = new ArrayList<>(2);
    private String unfinished = "";

    void add(HopTrouble trouble) {
        troubles.add(trouble);
    }

    /** Servers are left that were not tried. */
    void stoppedEarly(String why) {
        unfinished = "; " + why;
    }

    boolean metOurselves() {
        return !troubles.isEmpty() && troubles.getLast().kind() == Kind.OURSELVES;
    }

    Result verdict() {
        if (troubles.isEmpty()) {
            Reply none = Reply.of(451, "4.4.4", "No server could be tried");
            return new Result.Deferred(
                    new Result.Failure(none, Optional.empty(), "No server was tried" + unfinished, true));
        }
        boolean forGood = metOurselves() || troubles.stream().allMatch(trouble -> trouble.kind() == Kind.UNWELCOME);
        return forGood ? new Result.Failed(failure(troubles.getLast())) : new Result.Deferred(failure(telling()));
    }

    /** The last one that may be better tomorrow. */
    private HopTrouble telling() {
        return troubles.reversed().stream()
                .filter(trouble -> trouble.kind() != Kind.UNWELCOME)
                .findFirst()
                .orElseThrow();
    }

    private Result.Failure failure(HopTrouble decided) {
        String why = troubles.stream().map(HopTrouble::toString).collect(Collectors.joining("; "));
        boolean down = troubles.stream()
                .noneMatch(trouble -> trouble.kind() == Kind.BROKE_OFF || trouble.kind() == Kind.UNSAFE);
        Optional<String> remote =
                decided.peersReply() ? Optional.of(decided.hop().host()) : Optional.empty();
        return new Result.Failure(
                decided.reply(),
                remote,
                why + unfinished,
                down,
                Optional.of(decided.hop().host()));
    }
}
