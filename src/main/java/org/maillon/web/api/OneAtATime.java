package org.maillon.web.api;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.maillon.web.http.Answer;

/** Work that reads much for little asking: nobody has more than one such request at a time. */
final class OneAtATime {
    private final Set<Object> busy = ConcurrentHashMap.newKeySet();

    Answer answer(Caller caller, Supplier<Answer> work) {
        Object who = switch (caller) {
            case Caller.Operator(var key) -> key.name();
            case Caller.Holder(var account) -> account.id();
        };
        if (!busy.add(who)) {
            return Answer.problem(429, "You have asked for such a list already. Wait for its answer, then ask again.")
                    .with("Retry-After", "1");
        }
        try {
            return work.get();
        } finally {
            busy.remove(who);
        }
    }
}
