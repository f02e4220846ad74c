package org.maillon.serve.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Settings;

/** For whom certificates are fetched. */
class AcmeHostsTest {
    @TempDir
    Path folder;

    private static AcmeSettings settings(String names) {
        return Settings.read(AcmeSettings.class, Map.of("directory", "https://ca.invalid/", "names", names));
    }

    private Certificates certificates() {
        return new Certificates(
                Settings.defaults(ServerTlsSettings.class),
                List.of(),
                new Certificates.Places(
                        folder,
                        folder.resolve("tls"),
                        () -> Set.of("mail.here.org", "mail.test"),
                        () -> Set.of("mta-sts.here.org", "mta-sts.maillon.test")),
                InstantSource.system(),
                new Random(1));
    }

    private Acme acme(String names) {
        return new Acme(settings(names), certificates(), new HttpChallenges(), InstantSource.system(), new Random(1));
    }

    @Test
    void whereNoneIsNamedOurHostsAndThoseOfPoliciesHaveOne() {
        assertThat(acme("").hosts()).containsExactly("mail.here.org", "mta-sts.here.org");
    }

    /** 'maillon certificate next-key' said once that no certificate was fetched for it. */
    @Test
    void whoAsksWhetherACertificateIsFetchedIsToldOfTheHostsOfPoliciesToo() {
        assertThat(certificates().fetches("mta-sts.here.org", settings(""))).isTrue();
        assertThat(certificates().fetches("mta-sts.here.org", settings("www.here.org")))
                .isFalse();
    }

    @Test
    void whereSomeAreNamedNobodyElseHasOne() {
        assertThat(acme("www.here.org").hosts()).containsExactly("www.here.org");
    }
}
