package org.maillon.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.client.ReplyLimits;
import org.maillon.wire.smtp.client.ReplyReader;

/** What servers say to RCPT, and whether a user's mail may be refused for it. */
class MeaningTest {
    private static final String REPLIES = """
            250 2.1.5 Ok                                                      | EXISTS          | the usual yes
            250 Accepted                                                      | EXISTS          | Exim's
            251 User not local; will forward to <x@y.example>                 | EXISTS          | RFC 5321 §3.4
            252 2.1.5 Cannot verify, will try                                 | EXISTS          | it takes the mail
            550 5.1.1 <x@y.example>: User unknown in virtual mailbox table    | NO_SUCH_MAILBOX | RFC 3463 §3.2 X.1.1, Postfix
            550 5.1.1 Recipient address rejected: access denied               | NO_SUCH_MAILBOX | the code says what is meant
            554 5.1.1 unknown                                                 | NO_SUCH_MAILBOX | whatever the basic code
            550 5.1.2 no such domain here                                     | NO_SUCH_MAILBOX | X.1.2: not routed there
            553 5.1.3 bad syntax of the address                               | NO_SUCH_MAILBOX | X.1.3
            550 5.1.4 ambiguous                                               | NO_SUCH_MAILBOX | X.1.4
            551 5.1.6 moved                                                   | NO_SUCH_MAILBOX | X.1.6
            551 User not local; please try <x@y.example>                      | NO_SUCH_MAILBOX | RFC 5321 §3.4: we do not follow
            550 5.1.0 Address rejected                                        | UNCLEAR         | X.1.0: which address?
            550 5.1.0 No such user here                                       | NO_SUCH_MAILBOX | X.1.0, and words that tell
            550 5.1.7 bad sender syntax                                       | UNCLEAR         | X.1.7 is about the sender
            550 5.1.8 sender domain unknown                                   | UNCLEAR         | X.1.8 is about the sender
            556 5.1.10 recipient has a null MX                                | NO_MAIL         | RFC 7505 §4.1
            556 this domain takes no mail                                     | NO_MAIL         | RFC 7504 §4
            550 5.2.1 The account is disabled                                 | CLOSED          | RFC 3463 §3.3 X.2.1
            552 5.2.2 mailbox is full                                         | EXISTS          | X.2.2: it is there
            524 5.2.4 Mailing list expansion problem: <x@y.example>           | CLOSED          | X.2.4: OpenSMTPD, of an unknown name
            552 5.2.3 too large                                               | EXISTS          | X.2.3: it is there
            552 Requested mail action aborted: exceeded storage allocation    | UNCLEAR         | read as 452, RFC 5321 §4.5.3.1.10
            552 5.5.3 too many recipients                                     | UNCLEAR         | X.5.3
            550 5.7.1 Relaying denied                                         | UNCLEAR         | X.7: a policy about us
            550 5.7.1 No such recipient                                       | UNCLEAR         | X.7 even so
            550 5.7.26 unauthenticated mail                                   | UNCLEAR         | X.7
            550 5.4.1 Recipient address rejected: Access denied               | UNCLEAR         | X.4: the network, whatever is meant
            554 5.3.2 system does not accept mail                             | UNCLEAR         | X.3: the system
            550 5.5.1 bad sequence                                            | UNCLEAR         | X.5: our commands
            550 5.5.0 Requested action not taken: mailbox unavailable         | NO_SUCH_MAILBOX | X.5.0 says nothing, the words do
            550 5.0.0 User unknown                                            | NO_SUCH_MAILBOX | X.0.0 says nothing, the words do
            550 Unrouteable address                                           | NO_SUCH_MAILBOX | Exim
            550 relay not permitted                                           | UNCLEAR         | Exim, about us
            550 No such user here                                             | NO_SUCH_MAILBOX | words alone
            550 Utilisateur inconnu                                           | NO_SUCH_MAILBOX | in French too
            550 Blocked: see https://bl.example/?ip=192.0.2.1                 | UNCLEAR         | a blocklist
            550 Sender verify failed: no such user                            | UNCLEAR         | about the sender, RFC 5321 §4.2.3
            550 Requested action not taken                                    | UNCLEAR         | no word of a mailbox
            553 sorry, that domain isn't in my list of allowed rcpthosts      | UNCLEAR         | qmail, about us
            553 mailbox unknown                                               | NO_SUCH_MAILBOX | 553 of the mailbox's name
            554 no such user                                                  | UNCLEAR         | 554 may be anything
            501 no such user                                                  | UNCLEAR         | our syntax
            521 5.3.2 this host takes no mail                                 | UNCLEAR         | RFC 7504 §3: this host, not this mailbox
            450 4.2.0 Greylisted, see you later                               | PUT_OFF         | greylisting
            450 4.2.1 receiving too much                                      | PUT_OFF         | not now
            452 4.2.2 over quota                                              | PUT_OFF         | not now
            451 4.3.0 trouble                                                 | PUT_OFF         | not now
            421 4.7.0 too many connections                                    | PUT_OFF         | RFC 5321 §3.8
            550 <unknown@evil.example>: rejected                              | UNCLEAR         | an echo of an address
            550 sender unknown@evil.example rejected                          | UNCLEAR         | an echo of an address
            550 rejected: no-such.unknown.example                             | UNCLEAR         | an echo of a domain
            550 <spam@there.example>: User unknown                            | UNCLEAR         | rather mail that bounces
            354 go ahead                                                      | UNCLEAR         | no answer to RCPT at all
            """;

    private static Reply reply(String line) {
        ReplyReader reader = new ReplyReader(new ReplyLimits(512, 10, false));
        byte[] octets = (line + "\r\n").getBytes(UTF_8);
        reader.feed(octets, 0, octets.length);
        return ((ReplyReader.Whole) reader.take().orElseThrow()).reply();
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(delimiter = '|', textBlock = REPLIES, quoteCharacter = '"')
    void readsWhatAReplySaysOfTheMailbox(String line, Meaning meaning, String reason) {
        assertThat(Meaning.ofRcpt(reply(line))).as(reason).isEqualTo(meaning);
    }
}
