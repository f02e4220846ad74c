package org.maillon.submit;

/** Told of each message of a stranger that was judged: the port through which reports to its author's domain are counted. */
@FunctionalInterface
public interface VouchLog {
    VouchLog NONE = _ -> {};

    /** Called on the client's thread: it does not wait. */
    void note(Vouched vouched);
}
