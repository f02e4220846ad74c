package org.maillon.deliver.remote;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** How long we wait for another server. A reply must be whole within its time: one octet a second does not prolong it. */
public record RemoteTimeouts(
        @Setting(value = "30s", doc = "For a connection.", min = 1)
        Duration connect,

        @Setting(value = "5m", doc = "For the greeting (RFC 5321 §4.5.3.2.1).", min = 1)
        Duration greeting,

        @Setting(value = "5m", doc = "For the answer to EHLO, HELO or LHLO.", min = 1)
        Duration hello,

        @Setting(value = "1m", doc = "For the answer to STARTTLS, and for the TLS handshake.", min = 1)
        Duration starttls,

        @Setting(value = "5m", doc = "For the answer to MAIL (RFC 5321 §4.5.3.2.2), and to RSET.", min = 1)
        Duration mail,

        @Setting(value = "5m", doc = "For the answer to RCPT (RFC 5321 §4.5.3.2.3).", min = 1)
        Duration rcpt,

        @Setting(value = "2m", doc = "For the answer to DATA (RFC 5321 §4.5.3.2.4).", min = 1)
        Duration data,

        @Setting(value = "3m", doc = "For the server to take one block of the body (RFC 5321 §4.5.3.2.5).", min = 1)
        Duration block,

        @Setting(value = "10m", doc = "For the answer to the whole body (RFC 5321 §4.5.3.2.6).", min = 1)
        Duration finalDot,

        @Setting(value = "5s", doc = "For the answer to QUIT, which nobody needs.", min = 1)
        Duration quit,

        @Setting(value = "1h", doc = "For one attempt with all its servers and recipients.", min = 1)
        Duration attempt) {

    RemoteTimeouts connectingWithin(Duration most) {
        return connect.compareTo(most) <= 0
                ? this
                : new RemoteTimeouts(most, greeting, hello, starttls, mail, rcpt, data, block, finalDot, quit, attempt);
    }

    Duration of(Awaited awaited) {
        return switch (awaited) {
            case GREETING -> greeting;
            case HELLO -> hello;
            case STARTTLS -> starttls;
            case RESET, MAIL -> mail;
            case RCPT -> rcpt;
            case DATA -> data;
            case BODY -> finalDot;
            case QUIT -> quit;
        };
    }
}
