package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Domains, accounts and aliases at the command line: through a running server, and on the folder alone. */
class DirectoryVerbsTest {
    @TempDir
    Path folder;

    @Test
    void addsListsAndRemovesWithAServerAndWithout() throws Exception {
        try (House house = House.open(folder, "")) {
            assertThat(house.types("domain", "add", "example.org").out()).startsWith("added example.org");
        }
        assertThat(Typed.in(folder, "domain", "list", "--json").json().valueStream())
                .anySatisfy(
                        domain -> assertThat(domain.get("domain").asString()).isEqualTo("example.org"));
        assertThat(Typed.in(folder, "domain", "remove", "example.org").out()).isEqualTo("removed example.org\n");
        try (House house = House.open(folder)) {
            assertThat(house.types("domain", "list").out()).doesNotContain("example.org");
        }
    }

    @Test
    void aPasswordComesFromStandardInputOrIsMadeAndWorksAtOnce() throws Exception {
        try (House house = House.open(folder, "")) {
            String made = house.types("account", "passwd", "ada@maillon.test", "--generate", "--json")
                    .json()
                    .get("password")
                    .asString();
            assertThat(Telnet.fetch(house.pop3(), "ada@maillon.test", made)).isEmpty();

            Typed given = Typed.with(
                    "a brand new one\n", folder, "account", "passwd", "ada@maillon.test", "--password-stdin");
            assertThat(given.out()).isEqualTo("new password for ada@maillon.test\n");
            assertThat(Telnet.fetch(house.pop3(), "ada@maillon.test", "a brand new one"))
                    .isEmpty();
        }
    }

    @Test
    void asksForNoPasswordWhereNobodyCanAnswer() throws Exception {
        try (House house = House.open(folder, "")) {
            Typed asked = house.types("account", "add", "eve@maillon.test");

            assertThat(asked.exit()).isEqualTo(Exit.USAGE);
            assertThat(asked.err()).contains("--password-stdin", "--generate");
        }
    }

    @Test
    void anAliasStandsForOthersAndACatchAllForTheRest() throws Exception {
        try (House house = House.open(folder, "")) {
            assertThat(house.types("alias", "add", "team@maillon.test", "ada@maillon.test", "bob@maillon.test")
                            .out())
                    .isEqualTo("added team@maillon.test for ada@maillon.test, bob@maillon.test\n");
            assertThat(house.types("alias", "list").out()).contains("team@maillon.test");
            assertThat(house.types("verify", "team@maillon.test").out()).contains("exists");
            assertThat(house.types("verify", "zoe@maillon.test").exit()).isEqualTo(Exit.REFUSED);
            house.types("domain", "set", "maillon.test", "--catch-all", "bob@maillon.test");
            assertThat(house.types("verify", "zoe@maillon.test").exit()).isZero();
            house.types("domain", "set", "maillon.test", "--no-catch-all");
            assertThat(house.types("verify", "zoe@maillon.test").exit()).isEqualTo(Exit.REFUSED);
        }
    }

    @Test
    void aDomainHasALanguageForItsNotices() throws Exception {
        try (House house = House.open(folder, "")) {
            Typed set = house.types("domain", "set", "maillon.test", "--language", "fr");

            assertThat(set.out()).isEqualTo("maillon.test: notices in fr\n");
            assertThat(house.types("domain", "list").out()).contains("LANGUAGE").containsPattern("maillon.test .* fr");
            assertThat(house.types("domain", "list", "--json").out()).containsPattern("\"language\" ?: ?\"fr\"");
            Typed none = house.types("domain", "set", "maillon.test", "--no-language");
            assertThat(none.out()).isEqualTo("maillon.test: notices in the server's language\n");
            Typed other = house.types("domain", "set", "maillon.test", "--language", "de");
            assertThat(other.exit()).isEqualTo(Exit.USAGE);
            assertThat(other.err()).contains("'de' is none of en, fr");
        }
    }

    @Test
    void grantsAreGivenShownAndTakenBack() throws Exception {
        try (House house = House.open(folder, "")) {
            assertThat(house.types("account", "grant", "info@maillon.test", "for", "ada@maillon.test")
                            .out())
                    .isEqualTo("ada@maillon.test may send as info@maillon.test\n");
            house.types("account", "grant", "@shop.example", "for", "ada@maillon.test");
            assertThat(house.types("account", "grants", "ada@maillon.test").out())
                    .isEqualTo("@shop.example\ninfo@maillon.test\n");
            assertThat(house.types("account", "grants", "ada@maillon.test", "--json")
                            .json()
                            .size())
                    .isEqualTo(2);
            assertThat(house.types("account", "grant", "info@maillon.test", "to", "ada@maillon.test")
                            .exit())
                    .isEqualTo(Exit.USAGE);
            assertThat(house.types("account", "grant", "info@maillon.test", "for", "zoe@maillon.test")
                            .exit())
                    .isEqualTo(Exit.REFUSED);
            house.types("account", "revoke", "info@maillon.test", "for", "ada@maillon.test");
            assertThat(house.types("account", "grants", "ada@maillon.test").out())
                    .isEqualTo("@shop.example\n");
            assertThat(house.types("account", "revoke", "info@maillon.test", "for", "ada@maillon.test")
                            .exit())
                    .isEqualTo(Exit.REFUSED);
        }
    }

    @Test
    void blocksAreShownMadeAndUndone() throws Exception {
        try (House house = House.open(folder, "")) {
            assertThat(house.types("block", "list").out()).isEmpty();
            house.types("block", "add", "2001:db8::7", "--for", "2h", "--why", "a guesser");
            assertThat(house.types("block", "add", "ada@maillon.test").out())
                    .isEqualTo("blocked ada@maillon.test, ends never\n");
            assertThat(house.types("block", "list").out())
                    .contains("2001:db8:0:0:0:0:0:0/64", "in 1 h", "a guesser", "ada@maillon.test");
            assertThat(house.types("block", "list", "--json").json().size()).isEqualTo(2);
            assertThat(house.types("block", "remove", "2001:db8::9").exit()).isZero();
            assertThat(house.types("block", "remove", "2001:db8::9").exit()).isEqualTo(Exit.REFUSED);
            assertThat(house.types("block", "add", "x", "--for", "soon").exit()).isNotZero();
        }
    }

    @Test
    void quotaAndForwardsAreShown() throws Exception {
        try (House house = House.open(folder, "")) {
            Typed set = house.types(
                    "account",
                    "set",
                    "ada@maillon.test",
                    "--quota",
                    "5MiB",
                    "--forward",
                    "bob@maillon.test",
                    "--no-copy");

            assertThat(set.out())
                    .isEqualTo("ada@maillon.test: quota 5MiB, forwards to bob@maillon.test, keeps no copy\n");
            assertThat(house.types("account", "list").out()).contains("5MiB", "bob@maillon.test (no copy)");
        }
    }

    @Test
    void tenantsAndServersAreListed() throws Exception {
        try (House house = House.open(folder, "")) {
            assertThat(house.types("tenant", "add", "acme", "--title", "Acme Ltd")
                            .out())
                    .contains("added tenant acme");
            assertThat(house.types("tenant", "list").out()).contains("default", "acme", "Acme Ltd");
            assertThat(house.types("server", "list").out()).contains("default");
            assertThat(house.types("domain", "add", "acme.test", "--tenant", "acme")
                            .exit())
                    .isZero();
            assertThat(house.types("domain", "list", "--tenant", "acme").out()).contains("acme.test");
        }
    }

    @Test
    void refusesInASentence() throws Exception {
        try (House house = House.open(folder, "")) {
            Typed twice = house.types("domain", "add", "maillon.test");
            assertThat(twice.exit()).isEqualTo(Exit.REFUSED);
            assertThat(twice.err()).startsWith("maillon: ");
            Typed bad = house.types("account", "add", "no address", "--generate");
            assertThat(bad.exit()).isEqualTo(Exit.USAGE);
            assertThat(bad.err()).contains("'no address' is no address");
        }
    }

    @Test
    void saysThatThereIsNoDataFolderInsteadOfMakingOne() {
        Typed asked = Typed.in(folder, "domain", "list");

        assertThat(asked.exit()).isEqualTo(Exit.NO_DATA);
        assertThat(asked.err()).contains("there is no data folder", "maillon serve");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void takesNewRoutesOverOnlyInARunningServer() throws Exception {
        House.open(folder, "").close();

        Typed asked = Typed.in(folder, "config", "reload");

        assertThat(asked.exit()).isEqualTo(Exit.NO_DATA);
        assertThat(asked.err()).contains("no server runs");
    }

    @Test
    void printsWhatTheZoneOfADomainShouldHold() throws Exception {
        try (House house =
                House.open(folder, "host-name = \"mx.maillon.test\"\npublic-addresses = [\"192.0.2.1\"]\n")) {
            Typed zone = house.types("domain", "dns", "maillon.test", "--ttl", "60");
            assertThat(zone.exit()).isZero();
            assertThat(zone.out())
                    .contains(
                            "maillon.test. 60 IN MX 10 mx.maillon.test.",
                            "maillon.test. 60 IN TXT \"v=spf1 mx ip4:192.0.2.1 -all\"");
            assertThat(house.types("domain", "dns", "other.test").err()).contains("is none of ours");
        }
    }

    @Test
    void aServerThatTheWorldCannotFindPromisesNothing() throws Exception {
        try (House house = House.open(folder, "host-name = \"localhost\"\npublic-addresses = [\"10.0.0.1\"]\n")) {
            String zone = house.types("domain", "dns", "maillon.test").out();
            assertThat(zone)
                    .contains(
                            "; no MX, no services, and no SPF beyond sending addresses: localhost is no name that others could find")
                    .contains("; 10.0.0.1 is sent from, and is no address that others see")
                    .contains("; no key signs its mail (DKIM) yet")
                    .doesNotContain("v=spf1")
                    .doesNotContain(" MX 1")
                    .doesNotContain("CAA")
                    .doesNotContain("TLSA");
        }
    }

    @Test
    void aKeyIsPreparedOnlyForAHostWhoseCertificateIsFetched() throws Exception {
        try (House house = House.open(folder, "host-name = \"mx.maillon.test\"\n")) {
            Typed asked = house.types("certificate", "next-key", "mx.maillon.test");
            assertThat(asked.exit()).isEqualTo(Exit.REFUSED);
            assertThat(asked.err()).contains("no certificate is fetched for mx.maillon.test");
        }
    }
}
