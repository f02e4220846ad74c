package org.maillon.serve.smtp;

import java.util.ArrayList;
import java.util.List;
import org.maillon.wire.smtp.Reply;

/** Where the conversation stands after an event, what is said, and then what is done. */
record Outcome(Standing next, List<Reply> replies, List<Effect> effects) {
    Outcome {
        replies = List.copyOf(replies);
        effects = List.copyOf(effects);
    }

    static Outcome say(Standing next, Reply reply) {
        return new Outcome(next, List.of(reply), List.of());
    }

    static Outcome act(Standing next, Effect effect) {
        return new Outcome(next, List.of(), List.of(effect));
    }

    Outcome andDo(List<? extends Effect> others) {
        List<Effect> more = new ArrayList<>(effects);
        more.addAll(others);
        return new Outcome(next, replies, more);
    }
}
