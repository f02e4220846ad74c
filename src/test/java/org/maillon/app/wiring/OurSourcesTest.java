package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.app.config.Config;
import org.maillon.app.config.ConfigOutcome;
import org.maillon.app.config.ConfigReader;
import org.maillon.hosting.id.ServerId;

class OurSourcesTest {
    private static final InetAddress OURS = InetAddress.ofLiteral("192.0.2.5");

    @TempDir
    Path folder;

    private Config config(String text) throws Exception {
        Path file = folder.resolve("maillon.toml");
        Files.writeString(file, text);
        ConfigOutcome outcome = ConfigReader.read(Optional.of(file), folder);
        assertThat(outcome).isInstanceOf(ConfigOutcome.Good.class);
        return ((ConfigOutcome.Good) outcome).loaded().config();
    }

    @Test
    void anAddressThatIsNotThisMachinesIsNamedWithItsRouteOrSite() throws Exception {
        Config good = config("[[route]]\ndomain = '*'\nsource-address = ['192.0.2.5']\n");
        Config route = config("[[route]]\ndomain = 'a.example'\nsource-address = ['192.0.2.5', '192.0.2.6']\n");
        Config site = config("[[site]]\nmatch = '*.b.example'\nsource-address = ['2001:db8::6']\n");

        assertThat(OurSources.trouble(good, OURS::equals)).isEmpty();
        assertThat(OurSources.trouble(route, OURS::equals))
                .hasValueSatisfying(
                        why -> assertThat(why)
                                .startsWith(
                                        "the [[route]] for 'a.example' sends from 192.0.2.6, which is no address of this machine"));
        assertThat(OurSources.trouble(site, OURS::equals))
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith("the [[site]] '*.b.example' sends from 2001:db8::6"));
    }

    @Test
    void eachSourceHasItsNameOrTheServers() throws Exception {
        Config config = config("[[source]]\naddress = '192.0.2.5'\nhello = 'out5.example.org'\n");
        OurSources names = new OurSources(_ -> "mail.example.org", config.source());

        assertThat(names.of(ServerId.DEFAULT, OURS)).isEqualTo("out5.example.org");
        assertThat(names.of(ServerId.DEFAULT, InetAddress.ofLiteral("192.0.2.6")))
                .isEqualTo("mail.example.org");
        assertThat(names.of(ServerId.DEFAULT)).isEqualTo("mail.example.org");
    }
}
