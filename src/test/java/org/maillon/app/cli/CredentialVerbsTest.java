package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** App passwords and authenticators at the command line. */
class CredentialVerbsTest {
    private static final String ADA = "ada@maillon.test";

    @TempDir
    Path folder;

    @Test
    void anAppPasswordIsShownOnceListedAndRevoked() throws Exception {
        try (House house = House.open(folder, "")) {
            String made = house.types("account", "app-password", "add", ADA, "phone", "--for", "pop3", "--json")
                    .json()
                    .get("password")
                    .asString();
            assertThat(Telnet.fetch(house.pop3(), ADA, made)).isEmpty();
            Typed listed = house.types("account", "app-password", "list", ADA);
            assertThat(listed.out()).contains("phone", "pop3", "0 s ago").doesNotContain(made);
            assertThat(house.types("account", "app-password", "add", ADA, "phone")
                            .exit())
                    .isEqualTo(Exit.REFUSED);
            assertThat(house.types("account", "app-password", "remove", ADA, "phone")
                            .out())
                    .isEqualTo("removed the app password 'phone' of " + ADA + "\n");
            assertThat(house.types("account", "app-password", "list", ADA, "--json")
                            .json())
                    .isEmpty();
        }
    }

    @Test
    void itsScopesAndDaysAreSaidInWords() throws Exception {
        try (House house = House.open(folder, "")) {
            Typed made = house.types("account", "app-password", "add", ADA, "trip", "--days", "3");
            assertThat(made.out())
                    .startsWith("made an app password 'trip' for " + ADA + ", good for smtp, pop3, imap, until ")
                    .contains("\npassword: mln-");
            assertThat(house.types("account", "app-password", "add", ADA, "x", "--for", "ftp")
                            .exit())
                    .isEqualTo(Exit.USAGE);
            assertThat(house.types("account", "app-password", "add", ADA, "x", "--days", "0")
                            .err())
                    .contains("has expired already");
        }
    }

    @Test
    void anAuthenticatorIsBegunAndEndedWithItsStateShown() throws Exception {
        try (House house = House.open(folder, "")) {
            assertThat(house.types("account", "totp", "show", ADA).out()).isEqualTo("off\n");
            assertThat(house.types("account", "totp", "enrol", ADA, "--issuer", "Home", "--json")
                            .json()
                            .get("uri")
                            .asString())
                    .startsWith("otpauth://totp/Home:ada%40maillon.test?secret=");
            assertThat(house.types("account", "totp", "show", ADA).out()).isEqualTo("begun, not confirmed\n");
            assertThat(house.types("account", "totp", "confirm", ADA, "none").exit())
                    .isEqualTo(Exit.REFUSED);
            assertThat(house.types("account", "totp", "remove", ADA).exit()).isEqualTo(Exit.DONE);
            assertThat(house.types("account", "totp", "show", "nobody@maillon.test")
                            .exit())
                    .isEqualTo(Exit.REFUSED);
        }
    }
}
