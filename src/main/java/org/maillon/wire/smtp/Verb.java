package org.maillon.wire.smtp;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Ascii;

/** The table of commands: form, meaning, when it may be said, what it counts towards, what it adds to EHLO's answer. */
public enum Verb {
    EHLO(
            "EHLO your.host.name",
            Phase.ANY,
            Cost.IDLE,
            "Begins the conversation: tells us who you are, and you what we offer."),
    HELO("HELO your.host.name", Phase.ANY, Cost.IDLE, "As EHLO, in the older way, without extensions."),
    STARTTLS(
            "STARTTLS",
            Phase.of(Phase.IDENTIFIED),
            Cost.IDLE,
            "Puts what follows under TLS. Say EHLO again behind it: what was said before does not count any more."),
    MAIL(
            "MAIL FROM:<you@your.example>",
            Phase.of(Phase.IDENTIFIED),
            Cost.MAIL,
            "Begins a message: names who sends it. <> is for notices that must not be answered.",
            "Behind it may stand SIZE=octets, BODY=7BIT, 8BITMIME or BINARYMIME, SMTPUTF8, RET=FULL or HDRS, ENVID=id,",
            "and from who has logged in HOLDFOR=seconds or HOLDUNTIL=time, BY=seconds;N or R, MT-PRIORITY=-9 to 9, REQUIRETLS."),
    RCPT(
            "RCPT TO:<them@their.example>",
            Phase.of(Phase.MAIL_GIVEN),
            Cost.MAIL,
            "Names a recipient. Say it once for each.",
            "Behind it may stand NOTIFY=NEVER or SUCCESS,FAILURE,DELAY and ORCPT=rfc822;address."),
    DATA(
            "DATA",
            Phase.of(Phase.MAIL_GIVEN),
            Cost.MAIL,
            "The message follows, header first, then an empty line, then the text.",
            "A line with a single dot ends it. A line of yours that begins with a dot gets one more dot in front."),
    BDAT(
            "BDAT octets [LAST]",
            Phase.of(Phase.MAIL_GIVEN, Phase.CHUNKING),
            Cost.MAIL,
            "A chunk of the message: exactly so many octets follow this line. LAST marks the last chunk."),
    AUTH(
            "AUTH mechanism [initial-response]",
            Phase.of(Phase.IDENTIFIED),
            Cost.IDLE,
            "Logs you in, by one of the mechanisms that EHLO lists behind AUTH. A line with a single * gives up."),
    RSET("RSET", Phase.ANY, Cost.IDLE, "Forgets the message begun, if any."),
    NOOP("NOOP", Phase.ANY, Cost.IDLE, "Does nothing, and says so."),
    VRFY("VRFY address", Phase.ANY, Cost.IDLE, "Asks whether an address exists. RCPT gives the better answer."),
    EXPN("EXPN list", Phase.ANY, Cost.IDLE, "Asks who is on a list. Not answered here."),
    HELP("HELP [command]", Phase.ANY, Cost.IDLE, "Tells what comes next, or what a command does."),
    QUIT("QUIT", Phase.ANY, Cost.FREE, "Ends the conversation.");

    /** Where a conversation stands, as far as the order of commands goes (RFC 5321 §4.1.4). */
    public enum Phase {
        GREETED,
        IDENTIFIED,
        MAIL_GIVEN,
        CHUNKING;

        private static final List<Phase> ANY = List.of(values());

        private static List<Phase> of(Phase... phases) {
            return List.of(phases);
        }
    }

    /** What a command counts towards. */
    public enum Cost {
        FREE,
        /** Brings a message forward; bounded by the message's own bounds. */
        MAIL,
        /** Brings nothing forward: bounded, or one client could hold a session for ever. */
        IDLE
    }

    private final String form;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Phase> phases;

    private final Cost cost;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> meaning;

    Verb(String form, List<Phase> phases, Cost cost, String... meaning) {
        this.form = form;
        this.phases = phases;
        this.cost = cost;
        this.meaning = List.of(meaning);
    }

    /** How it is written, for people. */
    public String form() {
        return form;
    }

    public boolean isAllowedIn(Phase phase) {
        return phases.contains(phase);
    }

    public Cost cost() {
        return cost;
    }

    /** What it does, a sentence a line. */
    public List<String> meaning() {
        return meaning;
    }

    /** In any case (RFC 5321 §2.4). */
    public static Optional<Verb> named(String name) {
        String upper = Ascii.upper(name);
        for (Verb verb : values()) {
            if (verb.name().equals(upper)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    public static Verb of(Command command) {
        return switch (command) {
            case Command.Ehlo _ -> EHLO;
            case Command.Helo _ -> HELO;
            case Command.StartTls _ -> STARTTLS;
            case Command.Mail _ -> MAIL;
            case Command.Rcpt _ -> RCPT;
            case Command.Data _ -> DATA;
            case Command.Bdat _ -> BDAT;
            case Command.Auth _ -> AUTH;
            case Command.Rset _ -> RSET;
            case Command.Noop _ -> NOOP;
            case Command.Vrfy _ -> VRFY;
            case Command.Expn _ -> EXPN;
            case Command.Help _ -> HELP;
            case Command.Quit _ -> QUIT;
        };
    }
}
