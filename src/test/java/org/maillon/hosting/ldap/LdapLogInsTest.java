package org.maillon.hosting.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.kernel.Secret;

/** Who writes another's address into an entry of their own stays who they are. */
@Timeout(60)
class LdapLogInsTest {
    private static final Found NOBODY = new Found.Nobody();
    private static final Found ADA = new Found.Person(address("ada@example.org"));

    private LdapHouse house;

    @BeforeEach
    void open() throws Exception {
        house = LdapHouse.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Found logIn(LdapDirectory directory, String login, String uid) {
        return directory.logIn(address(login), Secret.utf8(LdapHouse.password(uid)));
    }

    /** Whose mail is: where Mallory is let in as Ada, Ada's mailbox is Mallory's. */
    @ParameterizedTest(name = "filter {0}, log-in-dn {1}: {2}")
    @CsvSource(nullValues = "-", value = {
        "-,                         -,         alias@example.org",
        "(|(mail=%s)(other=%s)),    -,         alias@example.org",
        "(uid=%u),                  -,         mallory@example.org",
        "(uid=%u),                  'uid=%u,', mallory@example.org",
        "(|(uid=%u)(other=%s)),     'uid=%u,', mallory@example.org",
        "(|(mail=%s)(other=%s)),    'uid=%u,', mallory@example.org",
    })
    void anEntryThatNamesAnothersMailboxOpensNone(String filter, String logInDn, String login) throws Exception {
        house.person(
                "mallory", "mail: ada@example.org", "other: alias@example.org", "other: mallory@example.org");
        LdapDirectory directory = house.directory(
                "filter", filter == null ? "" : filter,
                "aliases", filter == null ? "other" : "",
                "log-in-dn", logInDn == null ? "" : logInDn + LdapHouse.BASE);
        assertThat(logIn(directory, login, "mallory")).isInstanceOf(Found.NotNow.class);
        assertThat(directory.find(address(login))).isInstanceOf(Found.NotNow.class);
        int heard = house.searches.get();
        directory.find(address("ada@example.org"));
        assertThat(house.searches).as("nothing is remembered of hers").hasValueGreaterThan(heard);
    }

    /** With a log-in-dn the entry need not be the only one that has the address. */
    @Test
    void anEntryThatHasAnothersAddressBesideHerOpensNoneByItsName() throws Exception {
        house.person("info", "mail: ada@example.org");
        house.person("ada2", "mail: info@example.org");
        LdapDirectory directory = house.directory(
                "aliases", "", "filter", "(|(mail=%s)(uid=%u))", "log-in-dn", "uid=%u," + LdapHouse.BASE);
        assertThat(logIn(directory, "info@example.org", "info")).isInstanceOf(Found.NotNow.class);
        house.server.delete("uid=info," + LdapHouse.BASE);
        house.person("info", "mail: info@example.org");
        assertThat(logIn(directory, "info@example.org", "info"))
                .as("two have it, and a log-in is no judge between them")
                .isInstanceOf(Found.NotNow.class);
    }

    @ParameterizedTest
    @CsvSource({"'', countess@example.org", "'uid=%u,ou=people,dc=example,dc=org', ada@example.net"})
    void anotherAddressOfHersOpensHerOwn(String logInDn, String login) throws Exception {
        house.server.modify(
                "dn: uid=ada," + LdapHouse.BASE, "changetype: modify", "add: other", "other: ada@example.net");
        LdapDirectory directory = house.directory("log-in-dn", logInDn);
        assertThat(logIn(directory, login, "ada")).isEqualTo(ADA);
        assertThat(logIn(directory, login, "bob")).isEqualTo(NOBODY);
        assertThat(directory.find(address("ada@example.org"))).isEqualTo(ADA);
        assertThat(directory.find(address(login))).isEqualTo(ADA);
    }
}
