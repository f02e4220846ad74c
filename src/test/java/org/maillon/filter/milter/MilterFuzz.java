package org.maillon.filter.milter;

import java.util.List;
import org.maillon.filter.Edit;
import org.maillon.filter.FieldText;
import org.maillon.filter.HeaderEditor;
import org.maillon.fuzz.Claim;
import org.maillon.kernel.Bytes;
import org.maillon.wire.message.Header;
import org.maillon.wire.message.HeaderField;

/** A milter's packet is garbage or an answer; what it wants in a header is one field, whatever it holds. */
public final class MilterFuzz {
    private static final Header HEADER = Header.of(Bytes.utf8("A: 1\r\nB: 2\r\n\r\n"));

    private MilterFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        switch (AnswerParser.parse(input)) {
            case Answer.Change(int action, Edit edit) -> {
                Claim.that(action != 0, "a change that needs no leave");
                change(edit);
            }
            case Answer.Refuse(var reply) -> {
                Claim.that(reply.code() >= 400 && reply.code() != 421, "a refusal with %s", reply.code());
                Claim.that(
                        reply.lines().stream().allMatch(line -> line.chars().noneMatch(Character::isISOControl)),
                        "a reply with control characters");
            }
            case Answer.Quarantine(String why) ->
                Claim.that(why.chars().noneMatch(Character::isISOControl), "a reason with control characters");
            case Answer.Negotiation(Options options) ->
                Claim.that(options.trouble().isPresent() || options.version() <= 6, "options of the future");
            case Answer.Continue _,
                    Answer.Accept _,
                    Answer.Discard _,
                    Answer.Skip _,
                    Answer.Progress _,
                    Answer.Garbage _ -> {}
        }
    }

    private static void change(Edit edit) {
        HeaderEditor.Edited edited = HeaderEditor.apply(HEADER, List.of(List.of(edit)));
        List<HeaderField> fields =
                Header.of(edited.above().plus(edited.header())).fields();
        int before = HEADER.fields().size();
        switch (edit) {
            case Edit.AddField(String name, Bytes _, int _) -> {
                Claim.same(fields.size(), before + 1, "fields behind one more");
                Claim.that(fields.stream().anyMatch(field -> field.is(name)), "the new field is not there");
            }
            case Edit.ChangeField(String name, int _, Bytes _) -> {
                Claim.that(fields.size() <= before + 1, "a change made fields");
                Claim.that(FieldText.isName(name), "a name that is none");
            }
            case Edit.RemoveField _ -> Claim.that(fields.size() <= before, "a removal made fields");
            case Edit.AddRecipient _, Edit.RemoveRecipient _, Edit.ChangeSender _, Edit.ReplaceBody _ ->
                Claim.same(fields.size(), before, "fields that nobody asked for");
        }
    }
}
