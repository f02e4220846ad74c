package org.maillon.deliver.remote;

/** What peers say, in pieces. */
final class Scripts {
    /** A peer without extensions greets. */
    static final String GREETS = """
            S: 220 mx.example ESMTP
            C: EHLO me.example
            S: 250 mx.example
            """;

    static final String MAIL = """
            C: MAIL FROM:<ada@sender.example>
            """;

    static final String RCPT = """
            C: RCPT TO:<bob@example.org>
            """;

    static final String HELLO_BODY = """
            C: Subject: hello
            C:
            C: Hello.
            C: .
            """;

    static final String TAKES_IT = MAIL + "S: 250 2.1.0 Ok\n" + RCPT + "S: 250 2.1.5 Ok\nC: DATA\nS: 354 Go\n"
            + HELLO_BODY + "S: 250 2.0.0 taken\n";

    static final String WELL = GREETS + TAKES_IT;

    private Scripts() {}

    /** A peer with these extensions greets. */
    static String offering(String... extensions) {
        StringBuilder script = new StringBuilder("S: 220 mx.example ESMTP\nC: EHLO me.example\nS: 250-mx.example\n");
        for (String extension : extensions) {
            script.append("S: 250-").append(extension).append('\n');
        }
        return script.append("S: 250 HELP\n").toString();
    }
}
