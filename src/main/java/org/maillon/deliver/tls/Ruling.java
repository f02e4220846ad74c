package org.maillon.deliver.tls;

import org.maillon.wire.smtp.Reply;

/** What holds for one server of a destination. */
public sealed interface Ruling {
    /** It may be called, on these terms. */
    record Go(Terms terms) implements Ruling {}

    /**
     * It must not be called now.
     *
     * @param reply what the sender reads, should no other server be left
     * @param why the end of a sentence that begins with the server's name
     */
    record Stop(Reply reply, String why) implements Ruling {}
}
