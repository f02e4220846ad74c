package org.maillon.deliver.remote;

/** The reply we wait for: it has its own time (RFC 5321 §4.5.3.2), and its own words. */
enum Awaited {
    GREETING("its greeting"),
    HELLO("its answer to our greeting"),
    STARTTLS("its answer to STARTTLS"),
    RESET("its answer to RSET"),
    MAIL("its answer to MAIL"),
    RCPT("its answer to RCPT"),
    DATA("its answer to DATA"),
    BODY("its answer to the message"),
    QUIT("its answer to QUIT");

    private final String words;

    Awaited(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
