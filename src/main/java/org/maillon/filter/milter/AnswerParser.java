package org.maillon.filter.milter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.maillon.filter.Edit;
import org.maillon.filter.FieldText;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Parsed;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Reply;

/** Reads what a milter sends: a letter, then what belongs to it; texts end with NUL, numbers are four octets. */
final class AnswerParser {
    private static final Reply REJECTED = Reply.of(550, "5.7.1", "A filter of this server refuses the message");
    private static final Reply LATER = Reply.of(451, "4.7.1", "A filter of this server asks you to try again later");
    private static final Reply DOWN = Reply.of(451, "4.3.0", "A filter of this server is not ready; try again later");

    private final byte[] packet;
    private int at = 1;

    private AnswerParser(byte[] packet) {
        this.packet = packet;
    }

    /** @param packet without its length, one octet at least */
    static Answer parse(byte[] packet) {
        return new AnswerParser(packet).answer();
    }

    private Answer answer() {
        return switch ((char) (packet[0] & 0xFF)) {
            case 'c' -> bare(new Answer.Continue());
            case 'a' -> bare(new Answer.Accept());
            case 'd' -> bare(new Answer.Discard());
            case 's' -> bare(new Answer.Skip());
            case 'p' -> bare(new Answer.Progress());
            case 'r' -> bare(new Answer.Refuse(REJECTED));
            case 't' -> bare(new Answer.Refuse(LATER));
            case 'f', '4' -> bare(new Answer.Refuse(DOWN));
            case 'y' -> replyCode();
            case 'q' ->
                text().<Answer>map(why -> new Answer.Quarantine(FieldText.printable(why)))
                        .orElse(garbage("a quarantine whose reason has no end"));
            case 'b' ->
                new Answer.Change(
                        Options.CHANGE_BODY,
                        new Edit.ReplaceBody(Bytes.wrap(packet).slice(1, packet.length)));
            case '+' -> addRecipient(Options.ADD_RECIPIENTS);
            case '2' -> addRecipient(Options.ADD_RECIPIENTS_WITH_PARAMETERS);
            case '-' -> removeRecipient();
            case 'e' -> changeSender();
            case 'h' -> addField(Edit.LAST);
            case 'i' -> number().map(this::insertField).orElseGet(() -> garbage("an insertion without a place"));
            case 'm' -> number().map(this::changeField).orElseGet(() -> garbage("a change without a place"));
            case 'O' -> negotiation();
            default -> garbage("an answer of an unknown kind: " + (packet[0] & 0xFF));
        };
    }

    private static Answer garbage(String why) {
        return new Answer.Garbage(why);
    }

    private Answer bare(Answer answer) {
        return packet.length == 1 ? answer : garbage("octets behind an answer that takes none");
    }

    /** {@code 550 5.7.1 words}, lines separated by CRLF or LF, a hyphen behind the code where more follow. */
    private Answer replyCode() {
        return text().flatMap(CustomReply::read)
                .<Answer>map(Answer.Refuse::new)
                .orElseGet(() -> garbage("a reply that is none of the 400s or 500s"));
    }

    private Answer addRecipient(int action) {
        Optional<Address> address = text().flatMap(AnswerParser::address);
        Optional<String> parameters = rest();
        if (address.isEmpty() || parameters.isEmpty()) {
            return garbage("a recipient that is no address");
        }
        return new Answer.Change(action, new Edit.AddRecipient(address.get(), parameters.get()));
    }

    private Answer removeRecipient() {
        return text().flatMap(AnswerParser::address)
                .<Answer>map(address -> new Answer.Change(Options.REMOVE_RECIPIENTS, new Edit.RemoveRecipient(address)))
                .orElseGet(() -> garbage("a recipient that is no address"));
    }

    private Answer changeSender() {
        Optional<ReversePath> sender = text().flatMap(AnswerParser::path);
        Optional<String> parameters = rest();
        if (sender.isEmpty() || parameters.isEmpty()) {
            return garbage("a sender that is no address");
        }
        return new Answer.Change(Options.CHANGE_SENDER, new Edit.ChangeSender(sender.get(), parameters.get()));
    }

    private Answer insertField(int place) {
        return place < 0 ? garbage("an insertion at " + place) : addField(place);
    }

    private Answer addField(int place) {
        Optional<String> name = text();
        Optional<Bytes> value = octets();
        if (name.isEmpty() || value.isEmpty() || !FieldText.isName(name.get())) {
            return garbage("a field without a name");
        }
        int action = place == Edit.LAST ? Options.ADD_FIELDS : Options.ADD_FIELDS | Options.CHANGE_FIELDS;
        return new Answer.Change(action, new Edit.AddField(name.get(), FieldText.folded(value.get()), place));
    }

    /** An empty value takes the field away. */
    private Answer changeField(int nth) {
        Optional<String> name = text();
        Optional<Bytes> value = octets();
        if (nth < 0 || name.isEmpty() || value.isEmpty() || !FieldText.isName(name.get())) {
            return garbage("a change of no field");
        }
        int which = Math.max(1, nth);
        Edit edit = value.get().length() == 0
                ? new Edit.RemoveField(name.get(), which)
                : new Edit.ChangeField(name.get(), which, FieldText.folded(value.get()));
        return new Answer.Change(Options.CHANGE_FIELDS, edit);
    }

    private Answer negotiation() {
        Optional<Integer> version = number();
        Optional<Integer> actions = number();
        Optional<Integer> steps = number();
        if (version.isEmpty() || actions.isEmpty() || steps.isEmpty()) {
            return garbage("options cut short");
        }
        Map<Step, List<String>> macros = Options.noMacros();
        while (at < packet.length) {
            Optional<Integer> stage = number();
            Optional<String> names = text();
            if (stage.isEmpty() || names.isEmpty()) {
                return garbage("a list of macros cut short");
            }
            Options.stepOfMacroStage(stage.get()).ifPresent(step -> macros.put(step, words(names.get())));
        }
        return new Answer.Negotiation(new Options(version.get(), actions.get(), steps.get(), macros));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringTokenizer each = new StringTokenizer(text, " ");
        while (each.hasMoreTokens()) {
            words.add(bare(each.nextToken()));
        }
        return List.copyOf(words);
    }

    /** Short names stand with or without their braces. */
    private static String bare(String name) {
        boolean braced = name.length() > 2 && name.startsWith("{") && name.endsWith("}");
        return braced ? name.substring(1, name.length() - 1) : name;
    }

    private static Optional<Address> address(String text) {
        return path(text).flatMap(path -> switch (path) {
            case ReversePath.Null _ -> Optional.empty();
            case ReversePath.Sender(Address address) -> Optional.of(address);
        });
    }

    /** With or without angle brackets. */
    private static Optional<ReversePath> path(String text) {
        boolean angled = text.length() >= 2 && text.startsWith("<") && text.endsWith(">");
        String inside = angled ? text.substring(1, text.length() - 1) : text;
        if (inside.isEmpty()) {
            return Optional.of(new ReversePath.Null());
        }
        return switch (Address.parse(inside)) {
            case Parsed.Valid<Address>(Address address, int _) -> Optional.of(new ReversePath.Sender(address));
            case Parsed.Invalid<Address> _ -> Optional.empty();
        };
    }

    private Optional<Integer> number() {
        if (packet.length - at < 4) {
            return Optional.empty();
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | packet[at++] & 0xFF;
        }
        return Optional.of(value);
    }

    private Optional<String> text() {
        return octets().map(octets -> new String(octets.shared(), StandardCharsets.UTF_8));
    }

    /** What there is up to the next NUL. */
    private Optional<Bytes> octets() {
        for (int end = at; end < packet.length; end++) {
            if (packet[end] == 0) {
                Bytes found = Bytes.wrap(packet).slice(at, end);
                at = end + 1;
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** A text that may be missing altogether. */
    private Optional<String> rest() {
        return at == packet.length ? Optional.of("") : text().map(FieldText::printable);
    }
}
