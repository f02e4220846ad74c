package org.maillon.wire.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.address.Address;

/**
 * The addresses in a field that names people (RFC 5322 §3.4): {@code Ada <ada@example.org>, bob@example.net (Bob)}, and
 * those within groups. Names, comments and routes are passed over.
 */
public final class MailboxList {
    private static final int MOST = 1000;
    private static final int DEEPEST_COMMENT = 20;

    private final String text;
    private final List<Address> addresses = new ArrayList<>(1);
    private int at;
    private boolean inGroup;

    private MailboxList(String text) {
        this.text = text;
    }

    /**
     * Empty where it cannot be told whom the field names: who guesses, guesses other than the next reader.
     *
     * @param value on one line, as {@link HeaderField#value} gives it
     */
    public static Optional<List<Address>> read(String value) {
        MailboxList list = new MailboxList(value);
        return list.readAll() ? Optional.of(List.copyOf(list.addresses)) : Optional.empty();
    }

    /** address-list = (address *("," address)), with the empty elements of RFC 5322 §4.4. */
    private boolean readAll() {
        while (at < text.length()) {
            if (!element()) {
                return false;
            }
        }
        return !inGroup;
    }

    /** mailbox, or a group's begin or end; and the sign behind it. */
    private boolean element() {
        StringBuilder bare = new StringBuilder();
        Optional<String> angle = Optional.empty();
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case ',' -> {
                    return taken(bare, angle);
                }
                case ';' -> {
                    boolean ends = inGroup;
                    inGroup = false;
                    return ends && taken(bare, angle);
                }
                case ':' -> {
                    boolean begins = !inGroup && angle.isEmpty();
                    inGroup = true;
                    return begins;
                }
                case '<' -> {
                    int from = at;
                    if (angle.isPresent() || !passAngle()) {
                        return false;
                    }
                    angle = Optional.of(text.substring(from, at - 1));
                    bare.setLength(0);
                }
                case '(' -> {
                    if (!passComment()) {
                        return false;
                    }
                    bare.append(' ');
                }
                case '"' -> {
                    int from = at - 1;
                    if (!passQuoted()) {
                        return false;
                    }
                    bare.append(text, from, at);
                }
                case '[' -> {
                    int end = text.indexOf(']', at);
                    if (end < 0) {
                        return false;
                    }
                    bare.append(text, at - 1, end + 1);
                    at = end + 1;
                }
                default -> bare.append(c);
            }
        }
        return taken(bare, angle);
    }

    /** name-addr / addr-spec */
    private boolean taken(StringBuilder bare, Optional<String> angle) {
        String rest = bare.toString().strip();
        if (angle.isEmpty() && rest.isEmpty()) {
            return true;
        } else if (angle.isPresent() && !rest.isEmpty() || addresses.size() >= MOST) {
            return false;
        }
        Optional<Address> address =
                Address.parse(angle.map(MailboxList::withoutRoute).orElse(rest)).asOptional();
        address.ifPresent(addresses::add);
        return address.isPresent();
    }

    /** obs-angle-addr (RFC 5322 §4.4): {@code @a,@b:ada@example.org} */
    private static String withoutRoute(String angle) {
        String address = angle.strip();
        return address.startsWith("@") ? address.substring(address.indexOf(':') + 1) : address;
    }

    private boolean passAngle() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '>') {
                return true;
            } else if (c == '"' && !passQuoted()) {
                return false;
            }
        }
        return false;
    }

    private boolean passQuoted() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            } else if (c == '\\') {
                at++;
            }
        }
        return false;
    }

    private boolean passComment() {
        int depth = 1;
        while (at < text.length() && depth <= DEEPEST_COMMENT) {
            char c = text.charAt(at++);
            if (c == ')') {
                depth--;
            } else if (c == '(') {
                depth++;
            } else if (c == '\\') {
                at++;
            }
            if (depth == 0) {
                return true;
            }
        }
        return false;
    }
}
