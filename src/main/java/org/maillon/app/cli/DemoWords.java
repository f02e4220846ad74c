package org.maillon.app.cli;

import java.util.Map;
import org.maillon.app.config.ListenerEntry;
import org.maillon.app.wiring.Demo;
import org.maillon.app.wiring.Maillon;

/** How to try it, said once, at the first start. */
final class DemoWords {
    private DemoWords() {}

    static void print(Printer out, Maillon office, Demo.Accounts accounts) {
        int smtp = ServeVerb.port(office, ListenerEntry.Protocol.SMTP);
        int pop3 = ServeVerb.port(office, ListenerEntry.Protocol.POP3);
        String password = accounts.passwords().values().iterator().next();
        out.page("""

                This is a first start, so there are two accounts to try things with:
                %s
                (said this once, and kept in %s)

                Send a message by hand: type the lines behind '>', in another window.
                  > telnet 127.0.0.1 %d
                  > EHLO me.test
                  > MAIL FROM:<bob@maillon.test>
                  > RCPT TO:<ada@maillon.test>
                  > DATA
                  > Subject: Hello
                  >
                  > The first link.
                  > .
                  > QUIT
                or:  swaks --server 127.0.0.1:%d --from bob@maillon.test --to ada@maillon.test
                Pick it up:        curl -u 'ada@maillon.test:%s' pop3://127.0.0.1:%d/1
                See its story:     ./maillon trace ada@maillon.test
                Your own domain:   ./maillon domain add example.org
                """.formatted(lines(accounts.passwords()), accounts.file(), smtp, smtp, password, pop3));
    }

    private static String lines(Map<String, String> passwords) {
        StringBuilder lines = new StringBuilder();
        passwords.forEach((address, password) -> lines.append("  ")
                .append(address)
                .append("   password  ")
                .append(password)
                .append('\n'));
        return lines.toString().stripTrailing();
    }
}
