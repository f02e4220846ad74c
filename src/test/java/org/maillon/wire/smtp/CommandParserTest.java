package org.maillon.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.wire.address.ForwardPath;
import org.maillon.wire.address.ReversePath;

class CommandParserTest {
    private static final CommandParser TOLERANT = new CommandParser(true);
    private static final CommandParser STRICT = new CommandParser(false);

    private static CommandParser.Read read(CommandParser parser, String line) {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        return parser.read(octets, 0, octets.length);
    }

    private static Command command(String line) {
        return switch (read(STRICT, line)) {
            case CommandParser.Read.Understood understood -> understood.command();
            case CommandParser.Read.Refused refused -> throw new AssertionError(refused.reply());
        };
    }

    private static Reply refusal(String line) {
        return switch (read(STRICT, line)) {
            case CommandParser.Read.Understood understood -> throw new AssertionError(understood.command());
            case CommandParser.Read.Refused refused -> refused.reply();
        };
    }

    private static Command.Mail mail(String line) {
        return (Command.Mail) command(line);
    }

    private static Command.Rcpt rcpt(String line) {
        return (Command.Rcpt) command(line);
    }

    @Test
    void readsThePlainCommandsInAnyCase() {
        assertThat(command("DATA")).isEqualTo(new Command.Data());
        assertThat(command("data")).isEqualTo(new Command.Data());
        assertThat(command("Rset")).isEqualTo(new Command.Rset());
        assertThat(command("quit  \t")).as("trailing white space is tolerated").isEqualTo(new Command.Quit());
        assertThat(command("NOOP anything at all")).isEqualTo(new Command.Noop());
        assertThat(command("HELP")).isEqualTo(new Command.Help(""));
        assertThat(command("HELP mail")).isEqualTo(new Command.Help("mail"));
        assertThat(command("VRFY ada")).isEqualTo(new Command.Vrfy("ada"));
        assertThat(command("EXPN friends")).isEqualTo(new Command.Expn("friends"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client.example", "[192.0.2.1]", "[IPv6:2001:db8::1]", "WIN_BOX", "localhost", "a..b"})
    void takesWhatHostsCallThemselves(String name) {
        assertThat(command("EHLO " + name)).isEqualTo(new Command.Ehlo(name));
        assertThat(command("HELO " + name)).isEqualTo(new Command.Helo(name));
    }

    @Test
    void boundsAHostName() {
        assertThat(command("EHLO " + "a".repeat(255))).isInstanceOf(Command.Ehlo.class);
        assertThat(refusal("EHLO " + "a".repeat(256)).code()).isEqualTo(501);
    }

    @Test
    void readsMailWithAllItsParameters() {
        assertThat(mail("MAIL FROM:<ada@example.org> SIZE=5 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=a+2Bb")
                        .parameters())
                .isEqualTo(new MailParameters(
                        OptionalLong.of(5),
                        BodyType.EIGHT_BIT_MIME,
                        true,
                        Optional.of(Returned.HEADERS),
                        Optional.of("a+2Bb")));
        assertThat(mail("mail from:<> size=99999999999999999999 body=binarymime ret=full")
                        .parameters())
                .isEqualTo(new MailParameters(
                        OptionalLong.of(Long.MAX_VALUE),
                        BodyType.BINARY_MIME,
                        false,
                        Optional.of(Returned.FULL),
                        Optional.empty()));
        assertThat(mail("MAIL FROM:<>").sender()).isEqualTo(new ReversePath.Null());
        assertThat(mail("MAIL FROM:<>").parameters()).isEqualTo(MailParameters.NONE);
    }

    @Test
    void readsRcptWithAllItsParameters() {
        assertThat(rcpt("RCPT TO:<ada@example.org> NOTIFY=SUCCESS,delay ORCPT=rfc822;ada+2Bx@example.org")
                        .parameters())
                .isEqualTo(new RcptParameters(
                        Optional.of(Set.of(Notify.SUCCESS, Notify.DELAY)), Optional.of("rfc822;ada+2Bx@example.org")));
        assertThat(rcpt("RCPT TO:<ada@example.org> NOTIFY=NEVER").parameters().notifying())
                .contains(Set.of(Notify.NEVER));
        assertThat(rcpt("RCPT TO:<ada@example.org> ORCPT=utf-8;\\x{7528}@example.org")
                        .parameters()
                        .original())
                .contains("utf-8;\\x{7528}@example.org");
        assertThat(rcpt("RCPT TO:<用@example.org> ORCPT=utf-8;用@example.org")
                        .parameters()
                        .original())
                .contains("utf-8;用@example.org");
        assertThat(rcpt("RCPT TO:<postmaster>").recipient()).isEqualTo(new ForwardPath.Postmaster());
    }

    @Test
    void knowsWhetherALineIsAscii() {
        assertThat(rcpt("RCPT TO:<用@example.org>").ascii()).isFalse();
        assertThat(rcpt("RCPT TO:<a@bücher.example>").ascii())
                .as("a U-label needs SMTPUTF8 too")
                .isFalse();
        assertThat(rcpt("RCPT TO:<a@xn--bcher-kva.example>").ascii()).isTrue();
    }

    @Test
    void wantsTheParameterWhereASenderIsNotAscii() {
        assertThat(mail("MAIL FROM:<用@example.org> SMTPUTF8").sender()).hasToString("用@example.org");
        assertThat(refusal("MAIL FROM:<用@example.org>"))
                .hasToString(SmtpReplies.needsUtf8("sender").toString());
        assertThat(refusal("MAIL FROM:<a@bücher.example>").code()).isEqualTo(553);
    }

    @Test
    void readsBdat() {
        assertThat(command("BDAT 0 LAST")).isEqualTo(new Command.Bdat(0, true));
        assertThat(command("bdat 1000")).isEqualTo(new Command.Bdat(1000, false));
        assertThat(command("BDAT 1000 last")).isEqualTo(new Command.Bdat(1000, true));
        assertThat(command("BDAT 99999999999999999999999")).isEqualTo(new Command.Bdat(Long.MAX_VALUE, false));
    }

    @Test
    void toleratesASpaceBehindTheColonOnlyWhereItIsTold() {
        assertThat(read(TOLERANT, "MAIL FROM: <ada@example.org>")).isInstanceOf(CommandParser.Read.Understood.class);
        assertThat(read(TOLERANT, "RCPT TO:  <ada@example.org>")).isInstanceOf(CommandParser.Read.Understood.class);
        assertThat(refusal("MAIL FROM: <ada@example.org>").code()).isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        FOO                                              | 500 5.5.2 | FOO is no command
        EHLOclient.example                               | 500 5.5.2 | no command
        AUTH                                             | 501 5.5.4 | mechanism
        AUTH PLAIN dGVzdA== x                            | 501 5.5.4 | initial response
        TURN                                             | 502 5.5.1 | not offered
        EHLO                                             | 501 5.5.4 | write EHLO your.host.name
        EHLO a b                                         | 501 5.5.4 | ' '
        EHLO a(b)                                        | 501 5.5.4 | '('
        EHLO bücher.example                              | 501 5.5.4 | 'ü'
        DATA now                                         | 501 5.5.4 | nothing stands behind
        QUIT now                                         | 501 5.5.4 | nothing stands behind
        RSET now                                         | 501 5.5.4 | nothing stands behind
        VRFY                                             | 501 5.5.4 | name
        EXPN                                             | 501 5.5.4 | name
        MAIL                                             | 501 5.5.4 | FROM:
        MAIL FROM                                        | 501 5.5.4 | FROM:
        MAIL TO:<a@b.example>                            | 501 5.5.4 | FROM:
        MAIL FROM:                                       | 501 5.1.7 | angle brackets
        MAIL FROM:a@b.example                            | 501 5.1.7 | angle brackets
        MAIL FROM:<a@b.example                           | 501 5.1.7 | column 23
        MAIL FROM:<a@>                                   | 501 5.1.7 | column 14
        MAIL FROM:<a@b.example>SIZE=1                    | 501 5.5.4 | space
        MAIL FROM:<a@b.example> FOO=1                    | 555 5.5.4 | FOO
        MAIL FROM:<a@b.example> NOTIFY=NEVER             | 555 5.5.4 | NOTIFY
        MAIL FROM:<a@b.example> AUTH=nobody              | 501 5.5.4 | RFC 4954
        MAIL FROM:<a@b.example> AUTH=a+b@c.example       | 501 5.5.4 | RFC 4954
        MAIL FROM:<a@b.example> SIZE=1 SIZE=1            | 501 5.5.4 | twice
        MAIL FROM:<a@b.example> SIZE=1 size=2            | 501 5.5.4 | twice
        MAIL FROM:<a@b.example> SIZE=                    | 501 5.5.4 | SIZE=octets
        MAIL FROM:<a@b.example> SIZE                     | 501 5.5.4 | SIZE=octets
        MAIL FROM:<a@b.example> SIZE=-1                  | 501 5.5.4 | SIZE=octets
        MAIL FROM:<a@b.example> SIZE=1k                  | 501 5.5.4 | SIZE=octets
        MAIL FROM:<a@b.example> SIZE=123456789012345678901 | 501 5.5.4 | SIZE=octets
        MAIL FROM:<a@b.example> BODY=9BIT                | 501 5.5.4 | 8BITMIME
        MAIL FROM:<a@b.example> SMTPUTF8=yes             | 501 5.5.4 | no value
        MAIL FROM:<a@b.example> RET=SOME                 | 501 5.5.4 | RET=FULL
        MAIL FROM:<a@b.example> ENVID=a+2                | 501 5.5.4 | xtext
        MAIL FROM:<a@b.example> ENVID=a+2bb              | 501 5.5.4 | xtext
        MAIL FROM:<a@b.example> ENVID=a+0D+0AX           | 501 5.5.4 | xtext
        MAIL FROM:<a@b.example> ENVID=a=b                | 501 5.5.4 | xtext
        MAIL FROM:<a@b.example> =x                       | 501 5.5.4 | KEYWORD
        MAIL FROM:<a@b.example> -A=x                     | 501 5.5.4 | KEYWORD
        RCPT                                             | 501 5.5.4 | TO:
        RCPT TO:<>                                       | 501 5.1.3 | missing
        RCPT TO:<a>                                      | 501 5.1.3 | '@'
        RCPT TO:<a@b.example> SIZE=1                     | 555 5.5.4 | SIZE
        RCPT TO:<a@b.example> NOTIFY=                    | 501 5.5.4 | NEVER
        RCPT TO:<a@b.example> NOTIFY=NEVER,DELAY         | 501 5.5.4 | NEVER
        RCPT TO:<a@b.example> NOTIFY=DELAY,              | 501 5.5.4 | NEVER
        RCPT TO:<a@b.example> ORCPT=a@b.example          | 501 5.5.4 | rfc822
        RCPT TO:<a@b.example> ORCPT=;a@b.example         | 501 5.5.4 | rfc822
        MAIL FROM:<a@b.example> ENVID=                   | 501 5.5.4 | xtext
        RCPT TO:<a@b.example> ORCPT=rfc(822;a@b.example  | 501 5.5.4 | xtext
        RCPT TO:<a@b.example> ORCPT=rfc822;              | 501 5.5.4 | xtext
        RCPT TO:<a@b.example> ORCPT=rfc822;a+0Ab         | 501 5.5.4 | xtext
        RCPT TO:<a@b.example> ORCPT=utf-8;\\x{D800}      | 501 5.5.4 | RFC 6533
        RCPT TO:<a@b.example> ORCPT=utf-8;\\x{A}         | 501 5.5.4 | RFC 6533
        RCPT TO:<a@b.example> ORCPT=utf-8;\\x{110000}    | 501 5.5.4 | RFC 6533
        BDAT                                             | 501 5.5.4 | number
        BDAT x                                           | 501 5.5.4 | number
        BDAT -1                                          | 501 5.5.4 | number
        BDAT 1 FIRST                                     | 501 5.5.4 | LAST
        BDAT 1 LAST more                                 | 501 5.5.4 | LAST
        """)
    void refusesWithTheReasonAndTheRightForm(String line, String codes, String words) {
        assertThat(refusal(line).toString()).startsWith(codes).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP \0", "\0", "QUIT\u0001", "NOOP \u007f", "\u001b[A"})
    void refusesControlCharacters(String line) {
        assertThat(refusal(line)).hasToString(SmtpReplies.controlCharacter().toString());
    }

    @Test
    void knowsNoEndOfAChunkWhoseLineHoldsAControlCharacter() {
        assertThat(read(STRICT, "BDAT 5\u0001LAST"))
                .isInstanceOfSatisfying(CommandParser.Read.Refused.class, refused -> {
                    assertThat(refused.reply())
                            .hasToString(SmtpReplies.controlCharacter().toString());
                    assertThat(refused.outOfStep()).isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUıT", "RſET", "MAıL FROM:<>", "MAIL FROM:<> ſIZE=1", "MAIL FROM:<> BODY=BıNARYMIME"})
    void readsNoLetterOutsideAsciiAsOneInside(String line) {
        assertThat(refusal(line).isPermanent()).isTrue();
    }

    @Test
    void refusesAParameterThatIsNotWellFormedUtf8() {
        byte[] line = "RCPT TO:<a@b.example> ORCPT=utf-8;\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(STRICT.read(line, 0, line.length))
                .isInstanceOfSatisfying(
                        CommandParser.Read.Refused.class,
                        refused -> assertThat(refused.reply().toString()).contains("UTF-8"));
    }

    @Test
    void saysSomethingToAnEmptyLine() {
        assertThat(refusal("").toString()).startsWith("500 5.5.2").contains("HELP");
    }

    @Test
    void boundsEnvidAndOrcpt() {
        assertThat(mail("MAIL FROM:<> ENVID=" + "a".repeat(100)).parameters().envelopeId())
                .isPresent();
        assertThat(refusal("MAIL FROM:<> ENVID=" + "a".repeat(101)).code()).isEqualTo(501);
        assertThat(rcpt("RCPT TO:<a@b.example> ORCPT=rfc822;" + "a".repeat(493))
                        .parameters()
                        .original())
                .isPresent();
        assertThat(refusal("RCPT TO:<a@b.example> ORCPT=rfc822;" + "a".repeat(494))
                        .code())
                .isEqualTo(501);
    }

    @Test
    void givesBackOnlyALittleOfWhatItDoesNotKnow() {
        assertThat(refusal("x".repeat(1000)).toString()).hasSizeLessThan(120);
    }

    @Test
    void theTableOfCommandsNamesEachOnce() {
        for (Verb verb : Verb.values()) {
            assertThat(Verb.named(verb.name().toLowerCase(Locale.ROOT))).contains(verb);
            assertThat(verb.form()).startsWith(verb.name());
            assertThat(verb.meaning()).isNotEmpty();
        }
        assertThat(Verb.named("MAI")).isEmpty();
    }
}
