package org.maillon.deliver.remote;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.maillon.queue.Result;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;

/** What has become of each recipient of an errand. A recipient goes by its slot, its place in the errand's list; what is settled stays so. */
final class Outcomes {
    private final int slots;
    private final @Nullable Result[] settled;
    private int count;

    Outcomes(int slots) {
        this.slots = slots;
        this.settled = new @Nullable Result[slots];
    }

    List<Integer> pending() {
        List<Integer> pending = new ArrayList<>();
        IntStream.range(0, slots).filter(slot -> settled[slot] == null).forEach(pending::add);
        return pending;
    }

    boolean isComplete() {
        return count == slots;
    }

    void settle(int slot, Result result) {
        if (settled[slot] == null) {
            settled[slot] = result;
            count++;
        }
    }

    void settle(List<Integer> those, Result result) {
        those.forEach(slot -> settle(slot, result));
    }

    List<Result> inOrder() {
        return Arrays.stream(settled).filter(Objects::nonNull).toList();
    }

    /** What a peer's reply to the whole message means (RFC 5321 §4.2.1). */
    static Result ofBody(PeerSession session, Reply reply) {
        if (reply.code() / 100 == 2) {
            boolean lacksDsn = !session.extensions().offers(Keyword.DSN);
            return new Result.Delivered(session.toString(), reply, false, lacksDsn);
        }
        return refused(session, reply, "to the message");
    }

    /** @param to what it answered: {@code to RCPT} */
    static Result refused(PeerSession session, Reply reply, String to) {
        String why = session + " said, " + to + ": " + reply;
        Result.Failure failure =
                new Result.Failure(reply, Optional.of(session.hop().host()), why, false);
        return reply.isPermanent() ? new Result.Failed(failure) : new Result.Deferred(failure);
    }

    /** A permanent failure that we say ourselves, before the peer could. */
    static Result unfit(PeerSession session, Reply reply, String what) {
        return new Result.Failed(new Result.Failure(reply, Optional.empty(), session + " " + what, false));
    }
}
