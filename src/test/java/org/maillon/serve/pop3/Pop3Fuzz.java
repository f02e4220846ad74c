package org.maillon.serve.pop3;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.Ascii;
import org.maillon.mailbox.FolderId;
import org.maillon.mailbox.Message;
import org.maillon.mailbox.Post;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.MemoryTransport;
import org.maillon.serve.net.PlainLines;

/**
 * POP3 in each of its states: a client's octets, cut anywhere. A slow reader follows both sides: one reply to each line,
 * messages as they were stored, and nothing deleted but by QUIT after a log-in.
 */
public final class Pop3Fuzz {
    private static final int COMMAND_LINE = 60;
    private static final Pattern NUMBER = Pattern.compile("(?i)(DELE|RETR) +([0-9]+) *");
    private static final List<String> STORED = List.of(
            "Return-Path: <>\r\nSubject: one\r\n\r\n1234567\r\n",
            "Return-Path: <>\r\nSubject: two\r\n\r\nfirst\r\nsecond line\r\n",
            "Return-Path: <>\r\nSubject: dots\r\n\r\n.\r\n..a\r\nb\r\n");

    private Pop3Fuzz() {}

    /** How it is cut, whether Ada's log-in stands in front, then what the client sends. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Octets octets = new Octets(input);
        int how = octets.next();
        String logIn = octets.flag() ? "USER ada@example.org\r\nPASS a pass phrase\r\n" : "";
        String sent = logIn + Octets.latin(octets.rest());
        Heard whole = converse(sent, 0);
        Claim.same(converse(sent, how), whole, "cut elsewhere");
        Claim.same(converse(sent, 1), whole, "octet by octet");
        if (!hasLongLine(sent)) {
            new Reading(sent, whole.said).follow(whole.left);
        }
    }

    /** What is too long for a command may be a log-in's, in some states (RFC 5034 §4): the slow reader knows none of them. */
    private static boolean hasLongLine(String sent) {
        int start = 0;
        for (int end = sent.indexOf("\r\n"); end >= 0; end = sent.indexOf("\r\n", start)) {
            if (end - start + 2 > COMMAND_LINE) {
                return true;
            }
            start = end + 2;
        }
        return sent.length() - start + 2 > COMMAND_LINE;
    }

    /** @param left the UIDs in Ada's mailbox afterwards */
    private record Heard(String said, List<Long> left) {}

    private static Heard converse(String sent, int how) throws IOException {
        Office office = new Office();
        Pop3Settings settings = new Pop3Settings(Duration.ofHours(1), COMMAND_LINE, 3, Duration.ZERO, 8, 1000);
        Pop3Protocol protocol = office.pop3(settings);
        ClientInMemory client =
                new ClientInMemory(new MemoryTransport(Octets.split(Octets.latin(sent), how)), "127.0.0.1");
        Connection connection = new Connection(client);
        protocol.converse(connection);
        connection.flush();
        Claim.that(protocol.enter(Post.ADA), "the mailbox stays locked");
        List<Long> left = office.mailboxes.list(Post.ADA, FolderId.INBOX, 0, Long.MAX_VALUE, 10).stream()
                .map(Message::uid)
                .toList();
        return new Heard(client.memory().latin(), left);
    }

    /** Both sides, once all is said. */
    private static final class Reading {
        private final String sent;
        private final PlainLines lines;
        private final String said;
        private final TreeSet<Integer> marked = new TreeSet<>();
        private int at;
        private boolean loggedIn;
        private boolean ended;
        private boolean committed;

        Reading(String sent, String said) {
            this.sent = sent;
            this.lines = new PlainLines(sent, COMMAND_LINE);
            this.said = said;
        }

        void follow(List<Long> left) {
            Claim.that(line().startsWith("+OK"), "the greeting: %s", said);
            for (Optional<String> command = next(); command.isPresent(); command = next()) {
                answer(command.get());
            }
            Claim.same(at, said.length(), "what is said and answers nothing, of " + said);
            List<Long> wanted = new ArrayList<>();
            for (int number = 1; number <= STORED.size(); number++) {
                if (!committed || !marked.contains(number)) {
                    wanted.add((long) number);
                }
            }
            Claim.same(left, wanted, "what is left in the mailbox after " + sent);
        }

        /** Empty where the conversation is over; an empty line stands for a bad one. */
        private Optional<String> next() {
            if (ended || at == said.length()) {
                // Whoever is not answered any more has hung up in the middle of a line, or was told to go.
                Claim.that(ended || lines.next() instanceof PlainLines.End, "no answer to a line of %s", sent);
                return Optional.empty();
            }
            return switch (lines.next()) {
                case PlainLines.End _ -> Optional.empty();
                case PlainLines.Bad _ -> Optional.of("");
                case PlainLines.Line(String text) -> Optional.of(text);
            };
        }

        private String line() {
            int end = said.indexOf("\r\n", at);
            Claim.that(end >= 0, "a reply does not end: %s", said);
            String line = said.substring(at, end);
            at = end + 2;
            return line;
        }

        private void answer(String command) {
            String reply = line();
            Claim.that(reply.startsWith("+OK") || reply.startsWith("-ERR "), "no reply: %s", reply);
            Claim.that(reply.length() <= 510, "a reply of %d octets", reply.length()); // RFC 2449 §4
            Claim.that(reply.chars().allMatch(c -> c >= ' ' && c != 127), "a control in a reply: %s", reply);
            boolean good = reply.startsWith("+OK");
            String verb = Ascii.upper(command.split(" ", 2)[0]);
            switch (verb) {
                case "PASS" -> loggedIn |= good;
                case "QUIT" -> {
                    ended = good || loggedIn && command.strip().length() == 4;
                    committed = good && loggedIn;
                }
                case "CAPA" -> many(good);
                case "USER" -> {}
                case "STAT", "NOOP" -> Claim.that(!good || loggedIn, "%s before the log-in", verb);
                case "LIST", "UIDL" -> many(good && command.substring(4).isBlank());
                case "TOP" -> many(good);
                case "RETR" -> retrieved(command, good);
                case "DELE" -> number(command, good).ifPresent(marked::add);
                case "RSET" -> {
                    if (good) {
                        marked.clear();
                    }
                }
                default -> Claim.that(!good, "'%s' is taken for a command", command);
            }
            boolean mayGo = reply.endsWith("good bye");
            ended |= !good && mayGo;
        }

        private Optional<Integer> number(String command, boolean good) {
            if (!good) {
                return Optional.empty();
            }
            Matcher matcher = NUMBER.matcher(command);
            Claim.that(loggedIn && matcher.matches(), "'%s' is done", command);
            int number = Integer.parseInt(matcher.group(2));
            Claim.that(number >= 1 && number <= STORED.size() && !marked.contains(number), "'%s' is done", command);
            return Optional.of(number);
        }

        private void retrieved(String command, boolean good) {
            Optional<Integer> number = number(command, good);
            if (number.isPresent()) {
                Claim.same(many(true), STORED.get(number.get() - 1), "the message");
            }
        }

        /** The lines up to a dot alone, unstuffed. */
        private String many(boolean follow) {
            StringBuilder all = new StringBuilder();
            if (follow) {
                for (String line = line(); !line.equals("."); line = line()) {
                    all.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                }
            }
            return all.toString();
        }
    }
}
