package org.maillon.submit;

import org.maillon.wire.smtp.Reply;

/** One thing that happens to a message once its last octet is here. Stages know nothing of each other. */
interface Stage {
    Step pass(Taken message);

    sealed interface Step {
        /** On to the next stage. */
        record Next(Taken message) implements Step {}

        /** The client's answer; no stage after this one runs. */
        record Answer(Reply reply) implements Step {}
    }
}
