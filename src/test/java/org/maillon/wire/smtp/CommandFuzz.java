package org.maillon.wire.smtp;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.Ascii;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ForwardPath;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.client.CommandWriter;
import org.maillon.wire.smtp.client.PeerExtensions;

/** Command lines with all their parameters: understood or refused in one sentence, and what we pass on reads the same. */
public final class CommandFuzz {
    private static final PeerExtensions EVERYTHING = new PeerExtensions(
            EnumSet.allOf(PeerExtensions.Keyword.class), OptionalLong.empty(), PeerExtensions.Limits.NONE);

    private CommandFuzz() {}

    /** The first octet's last bit is the tolerance behind FROM: and TO:; the line follows, CR and LF taken out. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        CommandParser parser = new CommandParser(octets.flag());
        String line = Octets.latin(octets.rest()).replace("\r", "").replace("\n", "");
        CommandParser.Read read = read(parser, line);
        Claim.same(readInside(parser, line), read, "a line is judged by itself");
        switch (read) {
            case CommandParser.Read.Refused(Reply reply, boolean outOfStep) -> {
                Claim.that(!reply.isPositive(), "refused with %s", reply);
                Claim.that(
                        !outOfStep
                                || line.strip()
                                        .toUpperCase(java.util.Locale.ROOT)
                                        .startsWith("BDAT"),
                        line);
                oneReply(reply, false);
                oneReply(reply, true);
            }
            case CommandParser.Read.Understood(Command command) -> understood(parser, command);
        }
    }

    private static CommandParser.Read read(CommandParser parser, String line) {
        byte[] octets = Octets.latin(line);
        return parser.read(octets, 0, octets.length);
    }

    /** In the middle of a buffer that holds other things. */
    private static CommandParser.Read readInside(CommandParser parser, String line) {
        byte[] octets = Octets.latin("> \"@" + line + "> \r\n");
        return parser.read(octets, 4, octets.length - 4);
    }

    private static void oneReply(Reply reply, boolean utf8) {
        String said = Octets.latin(ReplyWriter.write(reply, utf8));
        Claim.same(ReplyShape.read(said).size(), 1, "replies to one line");
        Claim.that(utf8 || said.chars().allMatch(c -> c < 128), "ASCII only: %s", said);
    }

    private static void understood(CommandParser parser, Command command) {
        switch (command) {
            case Command.Mail(var sender, var parameters) -> {
                Wishes asked = parameters.wishes();
                Wishes passedOn = new Wishes(asked.requireTls(), Optional.empty(), asked.deliverBy(), asked.priority());
                Claim.same(
                        again(parser, new CommandWriter().mail(sender, parameters, EVERYTHING)),
                        new Command.Mail(sender, parameters.with(passedOn)),
                        "MAIL written and read again");
            }
            case Command.Rcpt(ForwardPath.Mailbox(var address), var parameters, boolean _) -> {
                rcpt(parser, address, parameters, true);
                rcpt(parser, address, parameters, false);
            }
            case Command.Ehlo(String name) -> inAHeader(name);
            case Command.Helo(String name) -> inAHeader(name);
            case Command.Bdat(long octets, boolean _) -> Claim.that(octets >= 0, "a chunk of %d", octets);
            default -> {} // nothing of these is passed on
        }
    }

    /** In a transaction of SMTPUTF8 letter by letter (RFC 3461 §5.2.1), in any other with the same meaning where it fits. */
    private static void rcpt(CommandParser parser, Address address, RcptParameters parameters, boolean utf8) {
        CommandWriter writer = new CommandWriter();
        MailParameters none = MailParameters.NONE;
        writer.mail(
                new ReversePath.Null(),
                new MailParameters(none.size(), none.body(), utf8, none.returned(), none.envelopeId()),
                EVERYTHING);
        writer.take();
        Command back = again(parser, writer.rcpt(address, parameters, EVERYTHING));
        Claim.that(back instanceof Command.Rcpt, "RCPT written, and read as %s", back);
        Command.Rcpt rcpt = (Command.Rcpt) back;
        Claim.same(rcpt.recipient(), new ForwardPath.Mailbox(address), "the recipient again");
        Claim.same(rcpt.parameters().notifying(), parameters.notifying(), "NOTIFY again");
        if (utf8) {
            Claim.same(rcpt.parameters().original(), parameters.original(), "ORCPT again");
        } else if (rcpt.parameters().original().isPresent()) {
            Claim.same(meaning(rcpt.parameters()), meaning(parameters), "what ORCPT means");
        } else {
            Claim.that(
                    parameters.original().stream()
                            .allMatch(original -> original.chars().anyMatch(c -> c > 127)),
                    "ORCPT is lost: %s",
                    parameters);
        }
    }

    private static Optional<String> meaning(RcptParameters parameters) {
        return parameters.original().flatMap(OriginalRecipient::decode).map(text -> {
            int address = text.indexOf(';');
            return Ascii.upper(text.substring(0, address)) + text.substring(address);
        });
    }

    private static void inAHeader(String name) {
        Claim.that(!name.isEmpty() && name.length() <= 255, "a name of %d", name.length());
        Claim.that(name.chars().allMatch(c -> c > ' ' && c < 127 && "()<>\\\"".indexOf(c) < 0), "unsafe: %s", name);
    }

    private static Command again(CommandParser parser, CommandWriter writer) {
        String line = new String(writer.take(), StandardCharsets.UTF_8);
        Claim.that(line.endsWith("\r\n"), "a command ends with CRLF: %s", line);
        String bare = line.substring(0, line.length() - 2);
        Claim.that(bare.chars().noneMatch(c -> c < ' ' || c == 127), "a control in a command: %s", bare);
        byte[] octets = bare.getBytes(StandardCharsets.UTF_8);
        CommandParser.Read read = parser.read(octets, 0, octets.length);
        Claim.that(read instanceof CommandParser.Read.Understood, "we write '%s', and refuse it: %s", bare, read);
        return ((CommandParser.Read.Understood) read).command();
    }
}
