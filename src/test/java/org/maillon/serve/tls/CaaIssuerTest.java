package org.maillon.serve.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.kernel.Settings;

class CaaIssuerTest {
    private static final String NOBODY = "https://127.0.0.1:1/directory";

    @TempDir
    Path folder;

    private CaaIssuer issuer(String directory) {
        AcmeSettings settings =
                Settings.read(AcmeSettings.class, Map.of("directory", directory, "challenge", "tls-alpn-01"));
        return CaaIssuer.of(settings, new Certificates.Places(folder, folder, () -> Set.of("mx.example.org", "a.test")))
                .orElseThrow();
    }

    @Test
    void whereNothingIsFetchedNothingIsSaid() {
        AcmeSettings off = Settings.defaults(AcmeSettings.class);
        assertThat(CaaIssuer.of(off, new Certificates.Places(folder, folder, Set::of)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme-v02.api.letsencrypt.org/directory",
                "https://acme-staging-v02.api.letsencrypt.org/directory"
            })
    void letsEncryptIsKnownWithoutAsking(String directory) {
        CaaIssuer issuer = issuer(directory);
        assertThat(issuer.identities()).containsExactly("letsencrypt.org");
        assertThat(issuer.account()).isEmpty();
        assertThat(issuer.method()).isEqualTo("tls-alpn-01");
        assertThat(issuer.hosts()).containsExactly("mx.example.org"); // no authority vouches for a name in .test
        assertThat(issuer.why()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {NOBODY, "https://letsencrypt.org.example.invalid/", "https://notletsencrypt.org.invalid/"})
    void whoCannotBeAskedAndIsNotKnownIsNotGuessed(String directory) {
        CaaIssuer issuer = issuer(directory);
        assertThat(issuer.identities()).isEmpty();
        assertThat(issuer.why().orElseThrow()).contains(directory, "cannot be asked");
    }

    @Test
    void whatWasSaidIsRemembered() {
        new KnownAuthority(NOBODY, "https://ca.example/acct/1", List.of("ca.example", "ca2.example")).remember(folder);
        CaaIssuer issuer = issuer(NOBODY);
        assertThat(issuer.identities()).containsExactly("ca.example", "ca2.example");
        assertThat(issuer.account()).contains("https://ca.example/acct/1");
        assertThat(issuer("https://127.0.0.1:2/directory").account()).isEmpty(); // another authority
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://a.example/;issue", "https://a.example/\"x", "https://a.example/ x", "a\nb", "ä", "a\\b"
            })
    void whatARecordCannotHoldIsLeftOut(String text) {
        KnownAuthority said = new KnownAuthority(NOBODY, text, List.of(text, "ca.example"));
        assertThat(said.account()).isEmpty();
        assertThat(said.identities()).containsExactly("ca.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ca.example", "mailto:a@ca.example", "//ca.example/1", "https:///1", "https://a.example/<1>"})
    void anAccountThatIsNoPlainUriIsLeftOut(String text) {
        assertThat(new KnownAuthority(NOBODY, text, List.of()).account()).isEmpty();
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws Exception {
        Files.writeString(folder.resolve("authority.txt"), NOBODY);
        assertThat(KnownAuthority.of(folder)).isEmpty();
        assertThat(issuer(NOBODY).identities()).isEmpty();
    }
}
