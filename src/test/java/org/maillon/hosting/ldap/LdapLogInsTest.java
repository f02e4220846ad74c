package org.maillon.hosting.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.kernel.Secret;

/** Whose mailbox a log-in opens, whatever an entry says; and that strangers lock nobody out of their whole directory. */
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
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                         -,         alias@example.org",
                "(|(mail=%s)(other=%s)),    -,         alias@example.org",
                "(uid=%u),                  -,         mallory@example.org",
                "(uid=%u),                  'uid=%u,', mallory@example.org",
                "(|(uid=%u)(other=%s)),     'uid=%u,', mallory@example.org",
                "(|(mail=%s)(other=%s)),    'uid=%u,', mallory@example.org",
            })
    void anEntryThatNamesAnothersMailboxOpensNone(String filter, String logInDn, String login) throws Exception {
        house.person("mallory", "mail: ada@example.org", "other: alias@example.org", "other: mallory@example.org");
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

    // Wrong passwords.

    private static final String BY_NAME = "uid=%u," + LdapHouse.BASE;

    private long bindsAsAda() {
        synchronized (house.binds) {
            return house.binds.stream()
                    .filter(name -> !name.startsWith("cn=nobody"))
                    .count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", BY_NAME})
    void strangersDoNotLockAnEntry(String logInDn) {
        LdapDirectory directory = house.directory("log-in-dn", logInDn);
        for (int i = 0; i < 10; i++) {
            assertThat(logIn(directory, "ada@example.org", "no")).isEqualTo(NOBODY);
            house.later(Duration.ofMinutes(1));
        }
        assertThat(house.binds).as("each costs the same").hasSize(10);
        assertThat(bindsAsAda()).isEqualTo(3);
        assertThat(logIn(directory, "ada@example.org", "ada"))
                .as("nor does a right one open")
                .isEqualTo(NOBODY);
        house.later(Duration.ofMinutes(20));
        assertThat(logIn(directory, "ada@example.org", "ada"))
                .as("the first is half an hour old")
                .isEqualTo(ADA);
    }

    @Test
    void anotherNameIsNoFurtherTry() {
        LdapDirectory directory = house.directory();
        for (int i = 0; i < 3; i++) {
            logIn(directory, "ADA@example.org", "no");
            logIn(directory, "countess@example.org", "no");
        }
        assertThat(bindsAsAda()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADA", "\"ada \"", "a\u00ADda", "\uFF41da", "\u00E1da", "ad\u200Ba"})
    void aNameThatAServerMayTakeForTheSameIsNoFurtherTry(String localPart) {
        LdapDirectory directory = house.directory("log-in-dn", BY_NAME);
        for (int i = 0; i < 3; i++) {
            logIn(directory, "ada@example.org", "no");
        }
        logIn(directory, localPart + "@example.org", "no");
        assertThat(bindsAsAda()).isEqualTo(3);
    }

    @Test
    void manyAtOnceAreNoMoreThanOneAfterTheOther() {
        LdapDirectory directory = house.directory("connections", "50");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 50).forEach(_ -> threads.execute(() -> logIn(directory, "ada@example.org", "no")));
        }
        assertThat(house.binds).hasSize(50);
        assertThat(bindsAsAda()).isEqualTo(3);
    }

    @Test
    void aRightPasswordForgetsTheWrongOnes() {
        LdapDirectory directory = house.directory();
        for (int i = 0; i < 5; i++) {
            logIn(directory, "ada@example.org", "no");
            logIn(directory, "ada@example.org", "no");
            assertThat(logIn(directory, "ada@example.org", "ada")).isEqualTo(ADA);
        }
    }

    @Test
    void theBoundCanBeLiftedAndIsEachOnesOwn() {
        LdapDirectory strict = house.directory("log-in-failures", "1");
        LdapDirectory open = house.directory("log-in-failures", "0");
        for (int i = 0; i < 10; i++) {
            logIn(strict, "ada@example.org", "no");
            logIn(open, "ada@example.org", "no");
        }
        assertThat(bindsAsAda()).isEqualTo(11);
        assertThat(logIn(strict, "ada@example.org", "ada")).isEqualTo(NOBODY);
        assertThat(logIn(strict, "bob@example.org", "bob")).isInstanceOf(Found.Person.class);
        assertThat(logIn(open, "ada@example.org", "ada")).isEqualTo(ADA);
    }

    @Test
    void aServerThatIsDownCostsNobodyATry() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::request)) {
            LdapDirectory directory = house.directory("url", "ldap://127.0.0.1:" + server.port(), "log-in-dn", BY_NAME);
            for (int i = 0; i < 5; i++) {
                assertThat(logIn(directory, "ada@example.org", "ada")).isInstanceOf(Found.NotNow.class);
                house.later(Duration.ofSeconds(10));
            }
            server.plays(ScriptedServer.relay(house.server.getListenPort()));
            assertThat(logIn(directory, "ada@example.org", "ada")).isEqualTo(ADA);
        }
    }
}
