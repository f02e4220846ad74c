package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.CredentialRows.FactorRow;
import org.maillon.kernel.Bytes;

class TotpTest {
    private static final Bytes SECRET = Bytes.utf8("12345678901234567890");

    /** RFC 4226 appendix D. */
    @ParameterizedTest
    @CsvSource({
        "0, 755224", "1, 287082", "2, 359152", "3, 969429", "4, 338314",
        "5, 254676", "6, 287922", "7, 162583", "8, 399871", "9, 520489"
    })
    void codesOfRfc4226(long counter, String code) {
        assertThat(Totp.code(SECRET, counter)).isEqualTo(code);
    }

    /** RFC 6238 appendix B, the rows of SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void codesOfRfc6238(long second, String code) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second)), 8))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"-60, false", "-30, true", "0, true", "30, true", "60, false"})
    void aClockMayBeOffByAsMuchAsIsTolerated(long seconds, boolean taken) {
        FactorRow row = new FactorRow(SECRET, true, 0, List.of(), Town.NOON);
        String code = Totp.code(SECRET, Totp.step(Town.NOON.plus(Duration.ofSeconds(seconds))));
        assertThat(Totp.match(row, code, Town.NOON, 1).isPresent()).isEqualTo(taken);
    }

    /** RFC 6238 §5.2. */
    @Test
    void noCodeIsTakenTwiceNorOneBeforeIt() {
        long step = Totp.step(Town.NOON);
        FactorRow used = new FactorRow(SECRET, true, step, List.of(), Town.NOON);
        assertThat(Totp.match(used, Totp.code(SECRET, step), Town.NOON, 1)).isEmpty();
        assertThat(Totp.match(used, Totp.code(SECRET, step - 1), Town.NOON, 1)).isEmpty();
        assertThat(Totp.match(used, Totp.code(SECRET, step + 1), Town.NOON, 1)).hasValue(step + 1);
    }

    @Test
    void theUriNamesIssuerAndAccount() {
        assertThat(Totp.uri(SECRET, "mail.example.org", "ada+x@example.org"))
                .isEqualTo(
                        "otpauth://totp/mail.example.org:ada%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                                + "&issuer=mail.example.org&algorithm=SHA1&digits=6&period=30");
    }

    /** RFC 4648 §10, without the padding. */
    @ParameterizedTest
    @CsvSource({"'',''", "f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void base32OfRfc4648(String text, String encoded) {
        assertThat(Base32.encode(Bytes.utf8(text))).isEqualTo(encoded);
    }
}
