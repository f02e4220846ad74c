package org.maillon.wire.smtp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.DeliverBy;
import org.maillon.wire.smtp.FutureRelease;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Returned;
import org.maillon.wire.smtp.Wishes;
import org.maillon.wire.smtp.client.PeerExtensions.Keyword;

class CommandWriterTest {
    private static final Address ADA = new Address("ada", new Domain.Name("example.org"));
    private static final MailParameters ALL = new MailParameters(
            OptionalLong.of(1234), BodyType.EIGHT_BIT_MIME, true, Optional.of(Returned.HEADERS), Optional.of("a+b =c"));
    private static final RcptParameters ALL_RCPT = new RcptParameters(
            Optional.of(Set.of(Notify.DELAY, Notify.FAILURE)), Optional.of("rfc822;ada+x@example.org"));

    private static PeerExtensions offering(Keyword... keywords) {
        EnumSet<Keyword> offered = EnumSet.noneOf(Keyword.class);
        offered.addAll(Set.of(keywords));
        return new PeerExtensions(offered, OptionalLong.empty(), PeerExtensions.Limits.NONE);
    }

    private static String text(CommandWriter writer) {
        return new String(writer.take(), UTF_8);
    }

    private static String mail(MailParameters parameters, Keyword... keywords) {
        return text(new CommandWriter().mail(new ReversePath.Sender(ADA), parameters, offering(keywords)));
    }

    @Test
    void sendsNoParameterToAPeerWithoutExtensions() {
        assertThat(mail(ALL)).isEqualTo("MAIL FROM:<ada@example.org>\r\n");
        assertThat(text(new CommandWriter().rcpt(ADA, ALL_RCPT, PeerExtensions.NONE)))
                .isEqualTo("RCPT TO:<ada@example.org>\r\n");
    }

    @Test
    void sendsEachParameterWhereItsExtensionIsOffered() {
        assertThat(mail(ALL, Keyword.SIZE)).isEqualTo("MAIL FROM:<ada@example.org> SIZE=1234\r\n");
        assertThat(mail(ALL, Keyword.EIGHT_BIT_MIME)).isEqualTo("MAIL FROM:<ada@example.org> BODY=8BITMIME\r\n");
        assertThat(mail(ALL, Keyword.SMTP_UTF8)).isEqualTo("MAIL FROM:<ada@example.org> SMTPUTF8\r\n");
        assertThat(mail(ALL, Keyword.DSN)).isEqualTo("MAIL FROM:<ada@example.org> RET=HDRS ENVID=a+2Bb+20+3Dc\r\n");
        assertThat(text(new CommandWriter().rcpt(ADA, ALL_RCPT, offering(Keyword.DSN))))
                .isEqualTo("RCPT TO:<ada@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ada+2Bx@example.org\r\n");
    }

    @Test
    void passesOnTheHandlingThatConcernsTheNextServer() {
        Wishes wishes = new Wishes(
                true,
                Optional.of(new FutureRelease.After(Duration.ofHours(1))),
                Optional.of(new DeliverBy(Duration.ofSeconds(77), DeliverBy.Mode.NOTIFY, true)),
                3);
        MailParameters parameters = MailParameters.NONE.with(wishes);
        assertThat(mail(parameters)).isEqualTo("MAIL FROM:<ada@example.org>\r\n");
        assertThat(mail(parameters, Keyword.REQUIRE_TLS, Keyword.DELIVER_BY, Keyword.MT_PRIORITY))
                .isEqualTo("MAIL FROM:<ada@example.org> REQUIRETLS BY=77;NT MT-PRIORITY=3\r\n");
    }

    @Test
    void sendsNoParametersThatWereNotGiven() {
        assertThat(mail(MailParameters.NONE, Keyword.values())).isEqualTo("MAIL FROM:<ada@example.org>\r\n");
    }

    @Test
    void writesTheNullSender() {
        assertThat(text(new CommandWriter().mail(new ReversePath.Null(), MailParameters.NONE, PeerExtensions.NONE)))
                .isEqualTo("MAIL FROM:<>\r\n");
    }

    /** RFC 3461 §5.2.1: the very characters that came. */
    @Test
    void whatCameAsXtextGoesOnLetterByLetter() {
        MailParameters overEncoded = new MailParameters(
                OptionalLong.empty(), BodyType.SEVEN_BIT, false, Optional.empty(), Optional.of("a+41+2Bb"));
        assertThat(mail(overEncoded, Keyword.DSN)).contains(" ENVID=a+41+2Bb\r\n");
        RcptParameters rcpt = new RcptParameters(Optional.empty(), Optional.of("RFC822;A+44a@Example.ORG"));
        assertThat(text(new CommandWriter().rcpt(ADA, rcpt, offering(Keyword.DSN))))
                .contains(" ORCPT=RFC822;A+44a@Example.ORG\r\n");
    }

    /** RFC 6533 §3: the UTF-8 form in a transaction of SMTPUTF8, utf-8-addr-xtext in any other. */
    @Test
    void aUtf8OriginalRecipientIsWrittenAsTheTransactionAdmits() {
        RcptParameters rcpt = new RcptParameters(Optional.empty(), Optional.of("utf-8;d\u00f6rte@example.org"));
        assertThat(transaction(ALL, rcpt, Keyword.DSN, Keyword.SMTP_UTF8))
                .contains("ORCPT=utf-8;d\u00f6rte@example.org");
        assertThat(transaction(ALL, rcpt, Keyword.DSN)).contains("ORCPT=utf-8;d\\x{F6}rte@example.org");
        assertThat(transaction(MailParameters.NONE, rcpt, Keyword.DSN, Keyword.SMTP_UTF8))
                .contains("ORCPT=utf-8;d\\x{F6}rte@example.org");
    }

    private static String transaction(MailParameters mail, RcptParameters rcpt, Keyword... keywords) {
        CommandWriter writer = new CommandWriter();
        writer.mail(new ReversePath.Sender(ADA), mail, offering(keywords));
        return text(writer.rcpt(ADA, rcpt, offering(keywords)));
    }

    @Test
    void leavesOutAnOriginalRecipientThatIsTooLongInAscii() {
        String longest = "utf-8;" + "\u00f6".repeat(82) + "ab"; // six octets each
        assertThat(text(rcpt(longest))).hasSize("RCPT TO:<ada@example.org> ORCPT=\r\n".length() + 500);
        assertThat(text(rcpt(longest + "c"))).isEqualTo("RCPT TO:<ada@example.org>\r\n");
    }

    private static CommandWriter rcpt(String original) {
        RcptParameters parameters = new RcptParameters(Optional.empty(), Optional.of(original));
        return new CommandWriter().rcpt(ADA, parameters, offering(Keyword.DSN));
    }

    @Test
    void gathersAGroupIntoOneStretch() {
        CommandWriter writer = new CommandWriter().rset().bdatLast(7);
        assertThat(writer.length()).isEqualTo(19);
        assertThat(text(writer)).isEqualTo("RSET\r\nBDAT 7 LAST\r\n");
        assertThat(writer.length()).isZero();
    }

    @Test
    void knowsAddressesThatWouldBreakACommand() {
        assertThat(CommandWriter.isWritable(new Address("a\r\nDATA", ADA.domain())))
                .isFalse();
        assertThat(CommandWriter.isWritable(new Address("a\0", ADA.domain()))).isFalse();
        assertThat(CommandWriter.isWritable(new Address("a b", ADA.domain()))).isTrue();
    }
}
