package org.maillon.wire.pop3;

import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;
import org.maillon.wire.sasl.ClientLine;

/** A status line, and the catalogue of those we say (RFC 1939 §3, RFC 2449 §8). */
public record Pop3Reply(Kind kind, String text) {
    /** How it begins. */
    enum Kind {
        OK("+OK "),
        ERR("-ERR "),
        GO_ON("+ ");

        private final String start;

        Kind(String start) {
            this.start = start;
        }
    }

    public boolean ok() {
        return kind == Kind.OK;
    }

    @Override
    public String toString() {
        return kind.start + text;
    }

    public static Pop3Reply greeting(String host) {
        return yes(host + " Maillon POP3 ready");
    }

    public static Pop3Reply busy() {
        return no("[SYS/TEMP] too many sessions at the moment; try again in a minute");
    }

    public static Pop3Reply shuttingDown() {
        return no("[SYS/TEMP] the server is shutting down; nothing was deleted; try again in a minute");
    }

    public static Pop3Reply idleTooLong() {
        return no("no command for too long; nothing was deleted; good bye");
    }

    public static Pop3Reply lineTooLong(int most) {
        return no("a command has at most " + most + " octets");
    }

    public static Pop3Reply brokenLine() {
        return no("a command ends with CR LF, and holds neither alone");
    }

    public static Pop3Reply tlsFirst() {
        return no("[SYS/PERM] this port speaks TLS from the first octet; STLS is for the other ports");
    }

    public static Pop3Reply broken() {
        return no("[SYS/TEMP] a fault of ours; nothing was deleted; try again");
    }

    /** RFC 3206 §4: the store's fault, not the client's. */
    public static Pop3Reply storeFailed() {
        return no("[SYS/TEMP] the mailbox cannot be read or written just now; try again later");
    }

    /** Between listing and reading, another way in may have deleted it. */
    public static Pop3Reply gone(int number) {
        return no("message " + number + " was deleted meanwhile by another program");
    }

    static Pop3Reply name() {
        return yes("now PASS and your password");
    }

    static Pop3Reply nameFirst() {
        return no("USER and your name come first");
    }

    /** RFC 3206 §4. The same words whatever was wrong: they tell nobody which accounts are there. */
    static Pop3Reply wrongPassword() {
        return no("[AUTH] wrong name or password; an account with an authenticator needs an app password here");
    }

    /** A challenge: neither yes nor no (RFC 5034 §4). */
    static Pop3Reply challenge(Bytes octets) {
        return new Pop3Reply(Kind.GO_ON, ClientLine.encode(octets));
    }

    static Pop3Reply unknownMechanism() {
        return no("[AUTH] that mechanism is not offered here; CAPA lists those that are");
    }

    static Pop3Reply cancelled() {
        return no("the log-in is given up, as you wish");
    }

    static Pop3Reply noBase64() {
        return no("a response is written in base64, or * to give up");
    }

    static Pop3Reply malformedResponse() {
        return no("[AUTH] your response does not follow the mechanism's grammar");
    }

    /** RFC 5802 §6. */
    static Pop3Reply badBinding() {
        return no("[AUTH] your log-in is not bound to this connection as this server offers it;"
                + " somebody in between may have changed what you saw");
    }

    /** RFC 3206 §4: not the client's fault. */
    static Pop3Reply notNow(Optional<String> sentence) {
        return no("[SYS/TEMP] " + sentence.orElse("nobody can be logged in just now; try again later"));
    }

    static Pop3Reply tooManyFailures() {
        return no("[AUTH] wrong name or password, and too often; good bye");
    }

    static Pop3Reply unprotected() {
        return no("[AUTH] passwords are taken under TLS only: begin it with STLS, or connect to the port for TLS");
    }

    static Pop3Reply startTls() {
        return yes("begin with TLS now");
    }

    static Pop3Reply noStls() {
        return no("STLS begins nothing here; CAPA tells what there is");
    }

    /** RFC 2449 §8.1.2. */
    static Pop3Reply inUse() {
        return no("[IN-USE] another POP3 session has this mailbox open; try again when it has ended");
    }

    static Pop3Reply welcome(Pop3State.Transaction at) {
        return yes(holds(at));
    }

    static Pop3Reply stat(Pop3State.Transaction at) {
        return yes(at.messages() + " " + at.octets());
    }

    static Pop3Reply listing(Pop3State.Transaction at) {
        return yes(holds(at));
    }

    static Pop3Reply uids() {
        return yes("unique ids follow");
    }

    static Pop3Reply one(String line) {
        return yes(line);
    }

    static Pop3Reply octets(long octets) {
        return yes(octets + " octets");
    }

    static Pop3Reply top() {
        return yes("top of the message follows");
    }

    static Pop3Reply marked(int number) {
        return yes("message " + number + " will be deleted at QUIT");
    }

    static Pop3Reply unmarked(Pop3State.Transaction at) {
        return yes("nothing will be deleted; " + holds(at));
    }

    static Pop3Reply noop() {
        return yes("still here");
    }

    static Pop3Reply capabilities() {
        return yes("what this server can do");
    }

    static Pop3Reply bye() {
        return yes("good bye");
    }

    public static Pop3Reply deleted(int messages) {
        return yes(
                messages == 0
                        ? "good bye"
                        : messages + (messages == 1 ? " message" : " messages") + " deleted; good bye");
    }

    /** RFC 1939 §6: some deleted messages not removed. */
    public static Pop3Reply notDeleted() {
        return no("[SYS/TEMP] some messages could not be deleted; they will be there next time");
    }

    static Pop3Reply noSuchMessage(int messages) {
        return no(
                messages == 0
                        ? "no such message; the mailbox is empty"
                        : "no such message; they are numbered 1 to " + messages);
    }

    static Pop3Reply alreadyDeleted(int number) {
        return no("message " + number + " is marked as deleted; RSET unmarks");
    }

    static Pop3Reply unknown(String keyword, List<String> usable) {
        return no("unknown command '" + keyword + "'; you can use " + String.join(" ", usable));
    }

    static Pop3Reply malformed(String usage) {
        return no("write it so: " + usage);
    }

    static Pop3Reply logInFirst() {
        return no("log in first, with USER and PASS");
    }

    static Pop3Reply loggedInAlready() {
        return no("you are logged in already; QUIT, and connect anew to be someone else");
    }

    static Pop3Reply tooManyErrors() {
        return no("too many errors; nothing was deleted; good bye");
    }

    private static String holds(Pop3State.Transaction at) {
        return at.messages() + (at.messages() == 1 ? " message (" : " messages (") + at.octets() + " octets)";
    }

    private static Pop3Reply yes(String text) {
        return new Pop3Reply(Kind.OK, text);
    }

    private static Pop3Reply no(String text) {
        return new Pop3Reply(Kind.ERR, text);
    }
}
