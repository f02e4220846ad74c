package org.maillon.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.maillon.simulation.Host.Mood;
import org.maillon.simulation.Host.Phase;
import org.maillon.simulation.Plan.Trouble;

/**
 * The host's half of an SMTP or LMTP conversation: strict to the letter with what our client sends (law 10), and as
 * unreliable in its answers as the plan has it. It lives within the client's writes; its answers travel.
 */
final class Conversation {
    private static final int LONGEST_COMMAND = 2000;
    private static final int LONGEST_TEXT = 70_000;

    private enum Reads {
        COMMANDS,
        TEXT,
        CHUNK,
        NOTHING
    }

    private final World world;
    private final Host host;
    private final SimNet.Wire wire;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Reads reads = Reads.COMMANDS;
    private boolean greeted;
    private boolean extended;
    private boolean inTransaction;
    private String sender = "";
    private final List<String> recipients = new ArrayList<>();
    private int named;
    private int messages;
    private long chunkLeft;
    private int bodyCutAt = -1;
    private int lastOctet;

    Conversation(World world, Host host, SimNet.Wire wire) {
        this.world = world;
        this.host = host;
        this.wire = wire;
    }

    void begin() {
        answer(Phase.GREETING, "220 " + host.name + " ESMTP\r\n");
    }

    void hear(byte[] octets, int from, int length) {
        for (int i = from; i < from + length && reads != Reads.NOTHING; i++) {
            switch (reads) {
                case COMMANDS, TEXT -> octetOfLine(octets[i]);
                case CHUNK -> octetOfChunk(octets[i]);
                case NOTHING -> {}
            }
        }
    }

    private void octetOfLine(byte octet) {
        int before = line.size() == 0 ? 0 : lastOctet;
        lastOctet = octet;
        if (octet == '\n' && before != '\r') {
            wrong("a bare LF");
        } else if (octet != '\n' && before == '\r') {
            wrong("a bare CR");
        }
        line.write(octet);
        if (line.size() > (reads == Reads.TEXT ? LONGEST_TEXT : LONGEST_COMMAND)) {
            wrong("a line of more than " + line.size() + " octets");
            line.reset();
        }
        if (octet == '\n') {
            byte[] whole = line.toByteArray();
            line.reset();
            if (reads == Reads.TEXT) {
                textLine(whole);
            } else {
                command(new String(whole, 0, whole.length - 2, StandardCharsets.UTF_8));
            }
        }
    }

    // Commands.

    private void command(String text) {
        String verb = text.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        if (!host.offers("PIPELINING") && wire.hasUnread()) {
            wrong("'" + text + "' before our answer was read, though we offer no PIPELINING");
        }
        if (!text.chars().allMatch(c -> c >= ' ' && c != 0x7f)) {
            wrong("a control character in '" + text + "'");
        }
        switch (verb) {
            case "EHLO", "HELO", "LHLO" -> hello(verb, text);
            case "MAIL" -> mail(text);
            case "RCPT" -> rcpt(text);
            case "DATA" -> data(text);
            case "BDAT" -> bdat(text);
            case "RSET" -> {
                bare(verb, text);
                forget();
                answer(Phase.RSET, "250 reset\r\n");
            }
            case "QUIT" -> {
                bare(verb, text);
                answer(Phase.QUIT, "221 bye\r\n");
                wire.end(false);
                reads = Reads.NOTHING;
            }
            case "NOOP" -> answer(Phase.RSET, "250 fine\r\n");
            default -> wrong("'" + text + "' is no command");
        }
    }

    private void bare(String verb, String text) {
        if (!text.equals(verb)) {
            wrong("'" + text + "' is not " + verb + " alone");
        }
    }

    private void hello(String verb, String text) {
        if (!text.matches("(EHLO|HELO|LHLO) [A-Za-z0-9.-]+")) {
            wrong("'" + text + "' is no greeting");
        } else if (verb.equals("LHLO") != host.lmtp) {
            wrong(verb + " to " + (host.lmtp ? "an LMTP" : "an SMTP") + " server");
        }
        forget();
        if (verb.equals("EHLO") && host.extensions.isEmpty()) {
            wire.say("500 what?\r\n", 1, Conversation::nothing);
            return;
        }
        greeted = true;
        extended = !verb.equals("HELO");
        StringBuilder reply = new StringBuilder();
        List<String> lines = new ArrayList<>(List.of(host.name + " greets you"));
        if (extended) {
            lines.addAll(host.extensions);
        }
        for (int i = 0; i < lines.size(); i++) {
            reply.append("250")
                    .append(i == lines.size() - 1 ? ' ' : '-')
                    .append(lines.get(i))
                    .append("\r\n");
        }
        answer(Phase.HELLO, reply.toString());
    }

    private void mail(String text) {
        if (!greeted) {
            wrong("MAIL before a greeting");
        } else if (inTransaction) {
            wrong("a MAIL within a transaction");
        } else if (!text.startsWith("MAIL FROM:<") || text.indexOf('>') < 0) {
            wrong("'" + text + "' is no MAIL");
            return;
        }
        parameters(text, List.of("SIZE", "BODY", "SMTPUTF8", "RET", "ENVID"));
        if (extended && host.mostMessages > 0 && messages >= host.mostMessages) {
            wrong("message " + (messages + 1) + " though we said MAILMAX=" + host.mostMessages);
        }
        if (answer(Phase.MAIL, "250 go on\r\n")) {
            inTransaction = true;
            messages++;
            sender = text.substring(11, text.indexOf('>'));
        }
    }

    private void rcpt(String text) {
        if (!text.startsWith("RCPT TO:<") || text.indexOf('>') < 0) {
            wrong("'" + text + "' is no RCPT");
            return;
        }
        parameters(text, List.of("NOTIFY", "ORCPT"));
        if (!inTransaction) {
            if (!host.offers("PIPELINING")) {
                wrong("RCPT without a MAIL that we took");
            }
            wire.say("503 MAIL first\r\n", 1, Conversation::nothing);
            return;
        }
        named++;
        if (extended && host.mostRecipients > 0 && named > host.mostRecipients) {
            wrong("recipient " + named + " though we said RCPTMAX=" + host.mostRecipients);
        }
        String recipient = text.substring(9, text.indexOf('>'));
        if (recipient.startsWith("nobody")) {
            wire.say("550 5.1.1 no such user\r\n", 1 + host.upTo(20), Conversation::nothing);
        } else if (host.isGrey(sender, recipient)) {
            world.log.say(host.name + " has " + recipient + " wait");
            wire.say("451 4.7.1 greylisted, come back later\r\n", 1 + host.upTo(20), Conversation::nothing);
        } else if (answer(Phase.RCPT, "250 welcome\r\n")) {
            recipients.add(recipient);
        }
    }

    /** RFC 5321 §4.1.1.11: nothing that we did not offer. */
    private void parameters(String text, List<String> known) {
        String behind = text.substring(text.indexOf('>') + 1);
        if (behind.isEmpty()) {
            return;
        }
        for (String parameter : behind.substring(1).split(" ", -1)) {
            String name = parameter.split("=", 2)[0];
            String extension = switch (name) {
                case "SIZE" -> "SIZE";
                case "BODY" -> parameter.equals("BODY=BINARYMIME") ? "BINARYMIME" : "8BITMIME";
                case "SMTPUTF8" -> "SMTPUTF8";
                default -> "DSN";
            };
            if (behind.charAt(0) != ' ' || !known.contains(name) || !extended || !host.offers(extension)) {
                wrong("the parameter '" + parameter + "' in '" + text + "'");
            }
        }
    }

    private void data(String text) {
        bare("DATA", text);
        if (!inTransaction || recipients.isEmpty()) {
            if (!host.offers("PIPELINING")) {
                wrong("DATA without a recipient that we took");
            }
            wire.say("554 no valid recipients\r\n", 1, Conversation::nothing);
            return;
        }
        if (answer(Phase.DATA, "354 go on\r\n")) {
            bodyBegins(Reads.TEXT);
        }
    }

    private void bodyBegins(Reads how) {
        reads = how;
        body = new ByteArrayOutputStream();
        bodyCutAt = host.strikes(Trouble.DROPS_IN_THE_BODY) ? host.upTo(3000) : -1;
    }

    private void bdat(String text) {
        if (!extended || !host.offers("CHUNKING") || !text.matches("BDAT [0-9]+ LAST")) {
            wrong("'" + text + "'");
            return;
        }
        chunkLeft = Long.parseLong(text.substring(5, text.length() - 5));
        bodyBegins(Reads.CHUNK);
        if (chunkLeft == 0) {
            endOfBody();
        }
    }

    // The message.

    private void textLine(byte[] whole) {
        if (wire.hasUnread()) {
            wrong("text before our 354 was read");
        }
        if (whole.length == 3 && whole[0] == '.') {
            endOfBody();
            return;
        }
        int from = whole[0] == '.' ? 1 : 0;
        if (from == 1 && whole[1] != '.') {
            wrong("a line that begins with a single dot");
        }
        body.write(whole, from, whole.length - from);
        cutIfDue();
    }

    private void octetOfChunk(byte octet) {
        body.write(octet);
        cutIfDue();
        if (--chunkLeft == 0 && reads == Reads.CHUNK) {
            endOfBody();
        }
    }

    private void cutIfDue() {
        if (bodyCutAt >= 0 && body.size() > bodyCutAt) {
            world.log.say(host.name + " hangs up in the middle of the message");
            if (host.tosses()) {
                wire.say("451 4.3.0 out of my way\r\n", 1, Conversation::nothing);
            }
            hangUp();
        }
    }

    private void endOfBody() {
        reads = Reads.COMMANDS;
        line.reset();
        if (!inTransaction || recipients.isEmpty()) { // BDAT behind a refused envelope (RFC 3030 §2)
            wire.say("503 5.5.1 no recipients\r\n", 1, Conversation::nothing);
            forget();
            return;
        }
        byte[] octets = body.toByteArray();
        List<String> whom = List.copyOf(recipients);
        forget();
        if (host.lmtp) {
            for (String one : whom) {
                if (reads != Reads.NOTHING) {
                    verdict(octets, List.of(one));
                }
            }
        } else {
            verdict(octets, whom);
        }
    }

    private void verdict(byte[] octets, List<String> whom) {
        Mood mood = host.mood(Phase.DOT);
        boolean takes = mood == Mood.FINE
                || mood == Mood.LATE
                || mood != Mood.TEMPORARY && mood != Mood.PERMANENT && mood != Mood.LEAVES && host.tosses();
        Runnable heard = Conversation::nothing;
        if (takes) {
            Booked.Acceptance taken = world.ledger.accepted(host.name, octets, whom);
            heard = mood == Mood.FINE || mood == Mood.LATE ? taken::wasHeard : Conversation::nothing;
        }
        act(Phase.DOT, mood, "250 2.0.0 taken\r\n", heard);
    }

    private void forget() {
        inTransaction = false;
        recipients.clear();
        named = 0;
        sender = "";
    }

    // Answers.

    /** Whether it was the good answer. */
    private boolean answer(Phase phase, String good) {
        Mood mood = host.mood(phase);
        act(phase, mood, good, Conversation::nothing);
        return mood == Mood.FINE || mood == Mood.LATE;
    }

    private void act(Phase phase, Mood mood, String good, Runnable heard) {
        if (mood != Mood.FINE) {
            world.log.say(host.name + " at " + phase + ": " + mood);
        }
        long soon = 1L + host.upTo(40);
        switch (mood) {
            case FINE -> wire.say(good, soon, heard);
            case LATE -> wire.say(good, 1000L * (1 + host.upTo(900)), heard);
            case TEMPORARY -> wire.say("451 4.3.0 not now\r\n", soon, Conversation::nothing);
            case PERMANENT -> wire.say("554 5.7.1 never\r\n", soon, Conversation::nothing);
            case LEAVES -> {
                wire.say("421 4.3.2 I must go\r\n", soon, Conversation::nothing);
                hangUp();
            }
            case HANGS -> reads = Reads.NOTHING;
            case DROPS -> hangUp();
            case GARBLED -> wire.say(host.tosses() ? "2x0 nonsense\r\n" : "250 bare\n", soon, Conversation::nothing);
            case ENDLESS -> {
                for (int i = 0; i < 200; i++) {
                    wire.say("250-and on and on\r\n", soon + 10L * i, Conversation::nothing);
                }
            }
        }
    }

    private static void nothing() {}

    private void hangUp() {
        reads = Reads.NOTHING;
        wire.end(host.tosses());
    }

    private void wrong(String what) {
        world.complain("law 10: " + host.name + " was sent " + what);
    }
}
