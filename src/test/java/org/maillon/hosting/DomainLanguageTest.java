package org.maillon.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;
import static org.maillon.hosting.Town.domain;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.model.ModelStore;
import org.maillon.trust.mtasts.StsPolicy;
import org.maillon.wire.report.Language;

class DomainLanguageTest {
    private final Directory directory = Town.withAda(new ModelStore());

    @Test
    void isThatOfTheSendersDomainAndChangesAtOnce() {
        assertThat(directory.languageOf(address("ada@example.org"))).isEmpty();
        directory.setLanguage(domain("example.org"), Optional.of(Language.FR));
        assertThat(directory.languageOf(address("Whoever@EXAMPLE.org"))).contains(Language.FR);
        directory.setLanguage(domain("example.org"), Optional.empty());
        assertThat(directory.languageOf(address("ada@example.org"))).isEmpty();
        assertThat(directory.languageOf(address("ada@elsewhere.example"))).isEmpty();
        assertThat(directory.languageOf(address("ada@[192.0.2.1]"))).isEmpty();
    }

    @Test
    void staysWhenOtherThingsChange() {
        directory.setLanguage(domain("example.org"), Optional.of(Language.FR));
        directory.setCatchAll(domain("example.org"), Optional.of(address("ada@example.org")));
        directory.setPostmaster(domain("example.org"), Optional.empty());

        assertThat(directory.domain(domain("example.org"))).hasValueSatisfying(now -> {
            assertThat(now.language()).contains(Language.FR);
            assertThat(now.catchAll()).isPresent();
        });
    }

    @Test
    void isRefusedForADomainThatIsNotHere() {
        assertThat(directory
                        .setLanguage(domain("nowhere.example"), Optional.of(Language.FR))
                        .isDone())
                .isFalse();
    }

    /** A change is made where the row is as it was read, octet by octet: also one that an earlier version wrote. */
    @Test
    void aRowWithoutALanguageIsThatOfTheFirstVersion() {
        HostedDomain plain = new HostedDomain(
                domain("example.org"),
                TenantId.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Town.NOON);
        Bytes first = new ByteWriter()
                .octet(1)
                .text("default")
                .instant(Town.NOON)
                .flag(false)
                .flag(false)
                .toBytes();

        assertThat(DirectoryRows.write(plain)).isEqualTo(first);
        assertThat(DirectoryRows.readDomain(plain.name(), first)).isEqualTo(plain);
        HostedDomain french = plain.withLanguage(Optional.of(Language.FR));
        assertThat(DirectoryRows.readDomain(plain.name(), DirectoryRows.write(french)))
                .isEqualTo(french);
        HostedDomain strict = plain.withMtaSts(Optional.of(StsPolicy.Mode.ENFORCE));
        assertThat(DirectoryRows.readDomain(plain.name(), DirectoryRows.write(strict)))
                .isEqualTo(strict);
        HostedDomain both = french.withMtaSts(Optional.of(StsPolicy.Mode.TESTING));
        assertThat(DirectoryRows.readDomain(plain.name(), DirectoryRows.write(both)))
                .isEqualTo(both);
    }
}
