package org.maillon.serve.net;

import java.io.IOException;

/** What is spoken on a listener's connections. One object serves all of them. */
public interface Protocol {
    /** For logs and thread names: {@code smtp}, {@code pop3}. */
    String name();

    /** From greeting to farewell, on the connection's own virtual thread; the caller closes. An IOException means that the peer is gone. */
    void converse(Connection connection) throws IOException;

    /** The whole line, CRLF included, said to a client whose connection ends for a reason that is not its doing. */
    byte[] farewell(Farewell why);
}
