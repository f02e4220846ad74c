package org.maillon.filter.milter;

import org.maillon.filter.Edit;
import org.maillon.wire.smtp.Reply;

/** One packet of a milter's. */
sealed interface Answer {
    /** SMFIR_CONTINUE. */
    record Continue() implements Answer {}

    /** SMFIR_ACCEPT: it wants to see no more of this message. */
    record Accept() implements Answer {}

    /** SMFIR_DISCARD. */
    record Discard() implements Answer {}

    /** SMFIR_REJECT, SMFIR_TEMPFAIL, SMFIR_REPLYCODE, SMFIR_CONN_FAIL, SMFIR_SHUTDOWN: each as the reply it comes to. */
    record Refuse(Reply reply) implements Answer {}

    /** SMFIR_SKIP: no more of the body; the end of the message all the same. */
    record Skip() implements Answer {}

    /** SMFIR_PROGRESS: still at work. */
    record Progress() implements Answer {}

    /** SMFIR_QUARANTINE. */
    record Quarantine(String why) implements Answer {}

    /**
     * A change, which is only heard at the end of the message.
     *
     * @param action the one that must have been agreed on for it
     */
    record Change(int action, Edit edit) implements Answer {}

    /** SMFIR_OPTNEG. */
    record Negotiation(Options options) implements Answer {}

    /** No answer that the protocol has; whoever sends it is not spoken with any more. */
    record Garbage(String why) implements Answer {}
}
