package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who vouches, at the command line; DNS is where nobody answers. */
class TrustVerbsTest {
    @TempDir
    Path folder;

    @Test
    void saysWhyThereIsNoVerdict() throws Exception {
        String dns = "[dns]\nservers = [\"127.0.0.1:1\"]\nattempts = 1\ntimeout = \"1s\"\n";
        try (House house = House.open(folder, dns)) {
            Typed asked = house.types("trust", "spf", "192.0.2.7", "ada@example.org");
            assertThat(asked.err()).isEmpty();
            assertThat(asked.out())
                    .startsWith("temperror: the record of example.org cannot be had now: ")
                    .endsWith("Terms that asked DNS: 0.\n");
            assertThat(asked.exit()).isEqualTo(Exit.REFUSED);
            Typed helo = house.types("trust", "spf", "2001:db8::7", "--helo", "localhost", "--json");
            assertThat(helo.json().get("result").asString()).isEqualTo("none");
            assertThat(helo.json().get("property").asString()).isEqualTo("smtp.helo");
            assertThat(house.types("trust", "spf", "mail.example.org", "ada@example.org")
                            .exit())
                    .isEqualTo(Exit.USAGE);
        }
    }
}
