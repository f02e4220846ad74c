package org.maillon.wire.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.wire.report.Reports.AT;
import static org.maillon.wire.report.Reports.BOB;
import static org.maillon.wire.report.Reports.BOEB;
import static org.maillon.wire.report.Reports.failed;
import static org.maillon.wire.report.Reports.fields;
import static org.maillon.wire.report.Reports.parts;
import static org.maillon.wire.report.Reports.report;
import static org.maillon.wire.report.Reports.words;
import static org.maillon.wire.report.Reports.write;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.wire.report.Reports.Given;

/** Which letters stand where: RFC 6533, RFC 2045 to 2047. */
class ReportLettersTest {
    @Test
    void tellsItInFrench() {
        String message = write(report(BOB, Language.FR, Optional.empty(), failed("ada", "no such user")), false);

        assertThat(message.chars()).as("for every server on the way back").allMatch(c -> c < 128);
        assertThat(fields(parts(message).getFirst()))
                .containsEntry("Subject", "=?utf-8?Q?Non_remis=C2=A0=3A_votre_message_=C3=A0_ada=40there=2Eexample?=");
        assertThat(fields(parts(message).get(1)))
                .containsEntry("Content-Language", "fr")
                .containsEntry("Content-Transfer-Encoding", "quoted-printable");
        assertThat(words(message))
                .contains("Votre message n’a pas pu être remis au destinataire ci-dessous.")
                .contains("Aucune boîte aux lettres ne porte cette adresse.")
                .contains("Réponse de mx.there.example [192.0.2.1]:25\u00a0: 550 5.1.1 no such user")
                .contains("mardi 3 novembre 2026 à 13:04 (UTC)");
    }

    /** RFC 6533 §4. */
    @Test
    void speaksUtf8ToAReaderWhoseAddressNeedsIt() {
        Original original = new Given("Subject: naïve\r\n\r\nbody\r\n", false, true);
        DeliveryReport report =
                report(BOEB, Language.FR, Optional.empty(), failed("ädä", "kein Empfänger"), failed("ada", "no"));
        String message = write(report, original);

        assertThat(message)
                .contains("To: <böb@sender.example>")
                .contains("Content-Type: message/global-delivery-status")
                .contains("Final-Recipient: utf-8; ädä@there.example")
                .contains("Final-Recipient: rfc822; ada@there.example")
                .contains("Content-Type: message/global-headers")
                .contains("kein Empfänger")
                .doesNotContain("quoted-printable");
        assertThat(fields(parts(message).getFirst())).containsEntry("Content-Transfer-Encoding", "8bit");
        assertThat(ReportWriter.isEightBit(report, Optional.of(original))).isTrue();
    }

    /** RFC 6533 §3, §4.1: nothing on the way back need know of UTF-8. */
    @Test
    void anAsciiReaderGetsAsciiWhateverIsReported() {
        DeliveryReport report = report(failed("ädä", "kein Empfänger"));
        Original header = new Given("Subject: naïve\r\n\r\nbody\r\n", false, true);
        Original whole = new Given("Subject: naïve\r\n\r\nbödy\r\n", true, true);
        Original broken = new Given("Subject: naïve\r\n\r\nbody\r\n", false, false);

        for (Original original : List.of(header, whole, broken)) {
            String message = write(report, original);
            assertThat(message.chars()).allMatch(c -> c < 128);
            assertThat(ReportWriter.isEightBit(report, Optional.of(original))).isFalse();
            assertThat(parts(message).get(3))
                    .contains("Content-Transfer-Encoding: quoted-printable")
                    .contains("Subject: na=C3=AFve\r\n");
        }
        String message = write(report, header);
        assertThat(message)
                .contains("Content-Type: message/delivery-status")
                .contains("Final-Recipient: utf-8; \\x{E4}d\\x{E4}@there.example")
                .contains("Diagnostic-Code: smtp; 550 5.1.1 kein Empf?nger")
                .contains("Content-Type: message/global-headers");
        assertThat(words(message)).contains("<ädä@there.example>").contains("kein Empfänger");
        assertThat(write(report, whole)).contains("Content-Type: message/global\r\n");
        assertThat(write(report, broken)).contains("Content-Type: text/rfc822-headers\r\n");
    }

    /** RFC 2045 §6.4, RFC 2046 §5.2.1: such a part must not be encoded, so the whole is of 8 bits. */
    @Test
    void onlyAnEightBitMessageReturnedWholeMakesAnAsciiReadersReportOfEightBits() {
        DeliveryReport report = report(failed("ada", "no"));
        Original original = new Given("Subject: hello\r\n\r\nna\u00efve\r\n", true, false);
        String eight = write(report, original);

        assertThat(fields(parts(eight).getFirst())).containsEntry("Content-Transfer-Encoding", "8bit");
        assertThat(parts(eight).get(3))
                .contains("message/rfc822")
                .contains("Content-Transfer-Encoding: 8bit")
                .contains("na\u00efve");
        assertThat(ReportWriter.isEightBit(report, Optional.of(original))).isTrue();
        assertThat(write(report, true)).doesNotContain("8bit");
    }

    @Test
    void originalRecipientAndEnvelopeIdComeBackAsTheyWereMeant() {
        DeliveryReport.Outcome failed = failed("ada", "no");
        DeliveryReport.Outcome international = new DeliveryReport.Outcome(
                Optional.of("utf-8;\\x{E4}da+@old.example".replace("+", "\\x{2B}")),
                failed.recipient(),
                failed.action(),
                failed.status(),
                failed.remote(),
                failed.reply(),
                true,
                AT);
        Optional<String> id = Optional.of("two  spaces");

        assertThat(write(report(BOB, Language.EN, id, international), false))
                .contains("Original-Recipient: utf-8; \\x{E4}da\\x{2B}@old.example\r\n")
                .contains("Original-Envelope-Id: two  spaces\r\n");
        assertThat(write(report(BOEB, Language.EN, id, international), false))
                .as("RFC 6533 §4: upconverted")
                .contains("Original-Recipient: utf-8; äda+@old.example\r\n");
    }
}
