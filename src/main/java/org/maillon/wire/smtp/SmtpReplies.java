package org.maillon.wire.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.Bytes;
import org.maillon.wire.sasl.ClientLine;

/** Every reply of the conversation itself; what sender, recipient and message deserve is said by who judges them. RFC 5321 §4.2, RFC 3463. */
public final class SmtpReplies {
    private static final int LONGEST_QUOTE = 32;

    private SmtpReplies() {}

    // The conversation.

    /** RFC 2034 §4: no enhanced code in the greeting. */
    public static Reply greeting(String host) {
        return plain(220, host + " ESMTP Maillon: say EHLO, or HELP");
    }

    public static Reply hello(String host, String client) {
        return plain(250, host + " greets " + client);
    }

    /** ehlo-ok-rsp: the greeting, then a keyword a line (RFC 5321 §4.1.1.1). */
    public static Reply extended(String host, String client, List<String> keywords) {
        List<String> lines = new ArrayList<>();
        lines.add(host + " greets " + client);
        lines.addAll(keywords);
        return new Reply(250, Optional.empty(), lines);
    }

    public static Reply startTls() {
        return Reply.of(220, "2.0.0", "Begin with TLS now; then say EHLO again");
    }

    public static Reply noStartTls() {
        return Reply.of(502, "5.5.1", "STARTTLS is not offered here; EHLO tells what is");
    }

    public static Reply underTlsAlready() {
        return Reply.of(503, "5.5.1", "We are under TLS already");
    }

    public static Reply senderTaken() {
        return Reply.of(250, "2.1.0", "Sender taken; next RCPT TO:<recipient>");
    }

    public static Reply recipientTaken() {
        return Reply.of(250, "2.1.5", "Recipient taken; next another RCPT, or DATA");
    }

    public static Reply sendText() {
        return plain(354, "Send the message; a line with a single dot ends it");
    }

    public static Reply chunkTaken(long octets) {
        return Reply.of(250, "2.0.0", octets + " octets taken; next BDAT, the final one with LAST");
    }

    public static Reply reset() {
        return Reply.of(250, "2.0.0", "Nothing is begun; next MAIL FROM:<sender>");
    }

    public static Reply done() {
        return Reply.of(250, "2.0.0", "Done nothing, as asked");
    }

    public static Reply bye(String host) {
        return Reply.of(221, "2.0.0", host + " says goodbye");
    }

    /** RFC 5321 §3.5.3 and §7.3: neither yes nor no. */
    public static Reply cannotVerify() {
        return Reply.of(
                252, "2.1.5", "Not told here; RCPT TO:<address> in a message tells whether we would take mail for it");
    }

    public static Reply notVerified() {
        return Reply.of(502, "5.5.1", "Addresses are not verified here; RCPT TO:<address> in a message tells");
    }

    public static Reply verified(String address) {
        return Reply.of(250, "2.1.5", "<" + address + ">");
    }

    public static Reply noLists() {
        return Reply.of(502, "5.5.1", "Lists are not expanded here");
    }

    public static Reply help(List<String> lines) {
        return new Reply(214, Optional.of(new EnhancedStatus(2, 0, 0)), lines);
    }

    // Logging in: RFC 4954 §4 and §6.

    public static Reply challenge(Bytes octets) {
        return plain(334, ClientLine.encode(octets));
    }

    public static Reply loggedIn() {
        return Reply.of(235, "2.7.0", "You are logged in; next MAIL FROM:<sender>");
    }

    /** The same words whatever was wrong: they tell nobody which accounts are there. */
    public static Reply wrongPassword() {
        return Reply.of(
                535, "5.7.8", "Wrong name or password; an account with an authenticator needs an app password here");
    }

    /** RFC 5802 §6. */
    public static Reply badBinding() {
        return Reply.of(
                535,
                "5.7.8",
                "Your log-in is not bound to this connection as offered; somebody in between may have changed what you saw");
    }

    public static Reply malformedResponse() {
        return Reply.of(501, "5.5.2", "Your response does not follow the mechanism's grammar; you are not logged in");
    }

    public static Reply noBase64() {
        return Reply.of(501, "5.5.2", "A response is written in base64, or * to give up; you are not logged in");
    }

    public static Reply cancelled() {
        return Reply.of(501, "5.7.0", "The log-in is given up, as you wish");
    }

    /** RFC 4954 §6: a temporary failure. */
    public static Reply cannotLogIn(Optional<String> why) {
        return Reply.of(454, "4.7.0", why.orElse("Nobody can be logged in just now; try again later"));
    }

    public static Reply unknownMechanism() {
        return Reply.of(504, "5.5.4", "That mechanism is not offered here; EHLO lists those that are, behind AUTH");
    }

    public static Reply logInUnderTls() {
        return Reply.of(538, "5.7.11", "Passwords are not taken where they could be overheard; begin TLS first");
    }

    public static Reply noLogIns() {
        return Reply.of(502, "5.5.1", "AUTH is not offered here; EHLO tells what is");
    }

    public static Reply loggedInAlready() {
        return Reply.of(503, "5.5.1", "You are logged in already; QUIT, and connect anew to be someone else");
    }

    public static Reply logInFirst() {
        return Reply.of(530, "5.7.0", "Log in first, with AUTH");
    }

    public static Reply tooManyWrongPasswords(String host) {
        return Reply.of(421, "4.7.0", host + ": too many failed log-ins; goodbye");
    }

    // Lines that cannot be acted on.

    public static Reply lineTooLong(int most) {
        return Reply.of(500, "5.5.2", "A command line has at most " + most + " octets");
    }

    public static Reply bareLf() {
        return Reply.of(
                500, "5.5.2", "A line ends with CR LF; yours ended with LF alone and was not acted on (nc: add -C)");
    }

    public static Reply bareCr() {
        return Reply.of(500, "5.5.2", "A line ends with CR LF; yours held CR alone and was not acted on");
    }

    public static Reply controlCharacter() {
        return Reply.of(500, "5.5.2", "A control character stands in the line; it was not acted on");
    }

    public static Reply unknownCommand(String verb) {
        return switch (Ascii.upper(verb)) {
            case "" -> Reply.of(500, "5.5.2", "An empty line is no command; HELP tells what comes next");
            case "TURN", "ETRN", "ATRN", "SEND", "SOML", "SAML", "BURL" ->
                Reply.of(502, "5.5.1", quote(verb) + " is not offered here; EHLO tells what is");
            // A browser made to post a form here would go on with lines of its owner's enemy, which look like commands.
            case "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT" ->
                Reply.of(421, "4.7.0", "This is SMTP, not HTTP; goodbye");
            default -> Reply.of(500, "5.5.2", quote(verb) + " is no command known here; HELP tells what comes next");
        };
    }

    public static Reply badForm(Verb verb, String why) {
        return Reply.of(501, "5.5.4", verb + ": " + why + "; write " + verb.form());
    }

    public static Reply nothingBehind(Verb verb) {
        return badForm(verb, "nothing stands behind it");
    }

    public static Reply badSender(int column, String why) {
        return Reply.of(501, "5.1.7", "MAIL, column " + column + ": " + why + "; write " + Verb.MAIL.form());
    }

    public static Reply badRecipient(int column, String why) {
        return Reply.of(501, "5.1.3", "RCPT, column " + column + ": " + why + "; write " + Verb.RCPT.form());
    }

    public static Reply badParameter(String keyword, String why) {
        return Reply.of(501, "5.5.4", "Parameter " + quote(keyword) + ": " + why);
    }

    /** RFC 5321 §4.1.1.11. */
    public static Reply unknownParameter(String keyword, Verb verb) {
        return Reply.of(
                555,
                "5.5.4",
                "Parameter " + quote(keyword) + " is not known here; HELP " + verb + " lists those that are");
    }

    /** RFC 6531 §3.5. */
    public static Reply needsUtf8(String whose) {
        return Reply.of(
                553, "5.6.7", "The " + whose + "'s address is not ASCII; say SMTPUTF8 behind MAIL FROM:<sender>");
    }

    // Out of place, or beyond a bound.

    public static Reply outOfOrder(Verb verb, String next) {
        return Reply.of(503, "5.5.1", verb + " does not fit here; " + next);
    }

    public static Reply noRecipients() {
        return Reply.of(554, "5.5.1", "No recipient was taken; next RCPT TO:<recipient>");
    }

    /** RFC 3030 §3. */
    public static Reply binaryNeedsChunks() {
        return Reply.of(503, "5.5.1", "A message with BODY=BINARYMIME comes by BDAT");
    }

    public static Reply extensionsNeedEhlo() {
        return Reply.of(555, "5.5.4", "Parameters come with EHLO; you said HELO");
    }

    /** RFC 1870 §6.1. */
    public static Reply messageTooLarge(long most) {
        return Reply.of(552, "5.3.4", "The message is too large; at most " + most + " octets are taken here");
    }

    /** RFC 5321 §4.5.3.1.10: temporary, so that the sender comes back with the rest. */
    public static Reply tooManyRecipients(int most) {
        return Reply.of(
                452, "4.5.3", "A message has at most " + most + " recipients here; send it again to the others");
    }

    public static Reply badText(TextFault fault) {
        return switch (fault) {
            case BARE_CR -> Reply.of(550, "5.6.11", "The message holds CR without LF; lines end with CR LF");
            case BARE_LF -> Reply.of(550, "5.6.11", "The message holds LF without CR; lines end with CR LF");
            case NUL ->
                Reply.of(550, "5.6.11", "The message holds NUL; send such octets in base64, or with BODY=BINARYMIME");
            case LINE_TOO_LONG ->
                Reply.of(500, "5.6.0", "A line of the message is too long; fold it, or encode it as quoted-printable");
        };
    }

    // Ends.

    public static Reply tooManyErrors(String host) {
        return Reply.of(421, "4.7.0", host + ": too many errors; goodbye");
    }

    public static Reply tooManyMessages(String host, int most) {
        return Reply.of(
                421, "4.5.3", host + ": one conversation takes " + most + " messages; begin another for the rest");
    }

    public static Reply tooManyIdleCommands(String host) {
        return Reply.of(421, "4.7.0", host + ": too many commands without a message; goodbye");
    }

    public static Reply tooManyRefusals(String host) {
        return Reply.of(421, "4.7.0", host + ": too many refused recipients; goodbye");
    }

    public static Reply outOfStep(String host) {
        return Reply.of(
                421, "4.5.2", host + ": where your chunk ends and your next command begins is not known; goodbye");
    }

    public static Reply tooSlow(String host) {
        return Reply.of(421, "4.4.2", host + ": waited too long for you; goodbye");
    }

    public static Reply stopping(String host) {
        return Reply.of(421, "4.3.2", host + " stops for now; come back soon");
    }

    /** RFC 5321 §3.1: 554 in place of the greeting; §4.3.1: the client waits for it. */
    public static Reply spokeTooSoon(String host) {
        return Reply.of(554, "5.5.0", host + " had not greeted you yet; connect again and wait for the greeting");
    }

    public static Reply full(String host) {
        return Reply.of(421, "4.7.0", host + " has as many clients as it can serve; come back soon");
    }

    public static Reply addressFull(String host) {
        return Reply.of(421, "4.7.0", host + " has as many clients from your address as one may; come back soon");
    }

    public static Reply tlsFirst(String host) {
        return Reply.of(
                554, "5.7.0", host + " speaks TLS from the first octet on this port; STARTTLS is for the other ports");
    }

    // Ours to blame.

    public static Reply storeFull() {
        return Reply.of(452, "4.3.1", "No room to keep a message just now; try again later");
    }

    /** RFC 3463 §3.4: system not accepting network messages. */
    public static Reply crowded() {
        return Reply.of(
                451, "4.3.2", "As many messages are on their way in as we can take at one time; try again soon");
    }

    public static Reply storeBroken() {
        return Reply.of(451, "4.3.0", "We could not do that just now; try again later");
    }

    /** A fault that ends the conversation. */
    public static Reply broken(String host) {
        return Reply.of(421, "4.3.0", host + " has a fault of its own to mend; come back soon");
    }

    private static Reply plain(int code, String line) {
        return new Reply(code, Optional.empty(), List.of(line));
    }

    /** What the peer said, short enough to stand in a reply. */
    private static String quote(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
