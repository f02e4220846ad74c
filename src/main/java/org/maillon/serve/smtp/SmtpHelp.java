package org.maillon.serve.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.smtp.Verb;

/** What HELP tells, in words for a person at a telnet prompt; made from the table of commands. */
final class SmtpHelp {
    private SmtpHelp() {}

    /** What to say next, as a clause. */
    static String next(State state) {
        return switch (state) {
            case State.Greeted _, State.Over _ -> "next " + Verb.EHLO.form();
            case State.Identified _, State.SenderAsked _, State.Authenticating _, State.HouseAsked _ ->
                "next " + Verb.MAIL.form();
            case State.MailGiven given when given.recipients().isEmpty() -> "next " + Verb.RCPT.form() + ", or RSET";
            case State.Chunking _, State.ChunkComing _ -> "next " + Verb.BDAT.form() + ", or RSET";
            case State.MailGiven _, State.RecipientAsked _, State.TextOpening _, State.ChunkOpening _ ->
                furtherOrData();
            case State.Receiving _, State.Finishing _ -> furtherOrData();
        };
    }

    private static String furtherOrData() {
        return "next another " + Verb.RCPT.form() + ", or DATA, or RSET";
    }

    static List<String> about(String topic, Standing standing, String host) {
        State state = standing.state();
        Optional<Verb> verb = Verb.named(topic);
        if (verb.isPresent()) {
            return verb(verb.get());
        }
        List<String> lines = new ArrayList<>();
        if (!topic.isEmpty()) {
            lines.add("No command has that name.");
        }
        lines.addAll(here(state));
        lines.add("A message by hand: EHLO, MAIL, RCPT, DATA, the text, a line with a single dot, QUIT.");
        lines.add("Commands that fit now: " + String.join(" ", fitting(standing)));
        lines.add("HELP and a command's name tells more, such as HELP MAIL.");
        lines.add("Whoever runs " + host + " reads mail to <postmaster>.");
        return lines;
    }

    private static List<String> here(State state) {
        String next = next(state);
        String sentence = "N" + next.substring(1) + ".";
        return switch (state) {
            case State.Greeted _ -> List.of("We have not met.", sentence);
            case State.Identified _ -> List.of("No message is begun.", sentence);
            case State.MailGiven given ->
                List.of(
                        "A message is begun; recipients so far: "
                                + given.recipients().size() + ".",
                        sentence);
            case State.Chunking chunking ->
                List.of("A message is coming in chunks; octets so far: " + chunking.octets() + ".", sentence);
            case State.SenderAsked _,
                    State.RecipientAsked _,
                    State.Authenticating _,
                    State.HouseAsked _,
                    State.TextOpening _,
                    State.Receiving _,
                    State.ChunkOpening _ -> List.of(sentence);
            case State.ChunkComing _, State.Finishing _, State.Over _ -> List.of(sentence);
        };
    }

    private static List<String> verb(Verb verb) {
        List<String> lines = new ArrayList<>();
        lines.add(verb.form());
        lines.addAll(verb.meaning());
        return lines;
    }

    private static List<String> fitting(Standing standing) {
        boolean startTls = standing.protection() == Standing.Protection.OFFERED;
        List<String> names = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            if (verb.isAllowedIn(standing.state().phase()) && (verb != Verb.STARTTLS || startTls)) {
                names.add(verb.name());
            }
        }
        return names;
    }
}
