package org.maillon.app.cli;

import org.maillon.filter.Edit;
import org.maillon.filter.FieldText;
import org.maillon.kernel.Bytes;

/** What a filter wants changed, for people. */
final class EditText {
    private EditText() {}

    static String of(Edit edit) {
        return switch (edit) {
            case Edit.AddField(String name, Bytes value, int at) ->
                "add " + name + ": " + text(value) + (at == Edit.LAST ? " (at the end)" : "");
            case Edit.ChangeField(String name, int nth, Bytes value) ->
                "change " + name + " number " + nth + " to " + text(value);
            case Edit.RemoveField(String name, int nth) ->
                "remove " + name + (nth == 0 ? ", all of them" : " number " + nth);
            case Edit.AddRecipient(var address, String _) -> "add the recipient <" + address + ">";
            case Edit.RemoveRecipient(var address) -> "remove the recipient <" + address + ">";
            case Edit.ChangeSender(var sender, String _) -> "change the sender to <" + sender + ">";
            case Edit.ReplaceBody(Bytes body) -> "replace the body by " + body.length() + " octets";
        };
    }

    private static String text(Bytes value) {
        return FieldText.printable(value.asUtf8());
    }
}
