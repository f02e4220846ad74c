package org.maillon.hosting.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maillon.hosting.Town.address;
import static org.maillon.hosting.Town.domain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;

@Timeout(60)
class LdapDirectoryTest {
    private static final Found NOBODY = new Found.Nobody();
    private static final Found ADA = new Found.Person(address("ada@example.org"));

    @TempDir
    Path folder;

    private LdapHouse house;

    @BeforeEach
    void open() throws Exception {
        house = LdapHouse.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Found logIn(LdapDirectory directory, String login, String password) {
        return directory.logIn(address(login), Secret.utf8(password));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "ada@example.org,      ada@example.org, a person",
        "ADA@example.org,      ada@example.org, whatever the case",
        "countess@example.org, ada@example.org, by another address",
        "love@example.net,     ada@example.org, by one of another domain of theirs",
        "carl@example.org,     nobody,          who is not there",
        "ada@example.net,      nobody,          nor in the other domain",
        "visitor@example.org,  nobody,          whose own address is elsewhere",
        "twin@example.org,     not now,         two entries have it",
        "one@example.org,      not now,         an entry has two own addresses",
        "ada@elsewhere.test,   nobody,          whose domain is not in the settings",
        "*@example.org,        nobody,          who is called like a filter's sign",
    })
    void finds(String asked, String found, String reason) {
        assertThat(told(house.directory().find(address(asked)))).as(reason).isEqualTo(found);
    }

    private static String told(Found found) {
        return switch (found) {
            case Found.Person(var own) -> own.toString();
            case Found.Nobody _ -> "nobody";
            case Found.NotNow _ -> "not now";
        };
    }

    @Test
    void knowsItsDomains() {
        LdapDirectory directory = house.directory();
        assertThat(directory.knows(domain("example.net"))).isTrue();
        assertThat(directory.knows(domain("elsewhere.test"))).isFalse();
        assertThat(directory.title(domain("example.org"))).contains(house.url());
    }

    @Test
    void aFilterLeavesOutWhoHasLeft() {
        LdapDirectory directory = house.directory("aliases", "", "filter", "(&(mail=%s)(!(state=left)))");
        assertThat(directory.find(address("bob@example.org"))).isEqualTo(NOBODY);
        assertThat(logIn(directory, "bob@example.org", LdapHouse.password("bob")))
                .isEqualTo(NOBODY);
        assertThat(directory.find(address("ada@example.org"))).isEqualTo(ADA);
    }

    @Test
    void aNameWithoutADomainIsInTheOneThatWasAskedFor() {
        LdapDirectory directory = house.directory("aliases", "", "filter", "(uid=%u)", "address", "uid");
        assertThat(directory.find(address("ada@example.net"))).isEqualTo(new Found.Person(address("ada@example.net")));
    }

    @Test
    void theRightPasswordLogsIn() {
        LdapDirectory directory = house.directory();
        assertThat(logIn(directory, "ada@example.org", LdapHouse.password("ada")))
                .isEqualTo(ADA);
        assertThat(logIn(directory, "countess@example.org", LdapHouse.password("ada")))
                .isEqualTo(ADA);
        assertThat(logIn(directory, "ada@example.org", LdapHouse.password("bob")))
                .isEqualTo(NOBODY);
        assertThat(logIn(directory, "twin@example.org", LdapHouse.password("twin1")))
                .isInstanceOf(Found.NotNow.class);
    }

    /** {@code ""@example.org} would leave a filter that everybody fits, and so would what a server passes over. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00AD", "\u200B\uFE0F \uFFFC"})
    void nobodyIsAskedForWithoutALocalPart(String localPart) {
        LdapDirectory directory = house.directory("aliases", "", "filter", "(mail=%u*)");
        Address none = new Address(localPart, domain("example.org"));
        assertThat(directory.find(none)).isEqualTo(NOBODY);
        assertThat(directory.logIn(none, Secret.utf8(LdapHouse.password("ada"))))
                .isEqualTo(NOBODY);
        assertThat(house.searches).hasValue(0);
    }

    /** RFC 4513 §5.1.2: a server would call it a success. */
    @ParameterizedTest
    @ValueSource(strings = {"", "uid=%u," + LdapHouse.BASE})
    void anEmptyPasswordIsNeverSent(String logInDn) {
        LdapDirectory directory = house.directory("log-in-dn", logInDn);
        assertThat(logIn(directory, "ada@example.org", "")).isEqualTo(NOBODY);
        assertThat(house.binds).isEmpty();
        assertThat(house.searches).hasValue(0);
    }

    @Test
    void aNameThatNobodyHasCostsTheSameQuestions() {
        LdapDirectory directory = house.directory();
        logIn(directory, "ada@example.org", "wrong");
        int known = house.searches.getAndSet(0);
        assertThat(house.binds).hasSize(1);
        house.binds.clear();
        logIn(directory, "carl@example.org", "wrong");
        assertThat(house.searches).hasValue(known);
        assertThat(house.binds).hasSize(1).noneMatch(String::isEmpty);
    }

    @Test
    void whoeverLogsInMayBeNamedByATemplate() {
        LdapDirectory directory = house.directory("log-in-dn", "uid=%u," + LdapHouse.BASE);
        assertThat(logIn(directory, "ada@example.org", LdapHouse.password("ada")))
                .isEqualTo(ADA);
        assertThat(logIn(directory, "ada@example.org", "wrong")).isEqualTo(NOBODY);
        assertThat(logIn(directory, "carl@example.org", LdapHouse.password("ada")))
                .isEqualTo(NOBODY);
        assertThat(logIn(directory, "ada@example.net", LdapHouse.password("ada")))
                .as("her entry does not have this address")
                .isEqualTo(NOBODY);
        assertThat(logIn(directory, "\"ada,ou=x\"@example.org", LdapHouse.password("ada")))
                .isEqualTo(NOBODY);
    }

    @Test
    void aConnectionOfALogInIsNobodysForLookUps() throws Exception {
        house.server.modify(
                "dn: uid=ada," + LdapHouse.BASE, "changetype: modify", "replace: userPassword", "userPassword: new");
        LdapDirectory directory = house.directory();
        assertThat(logIn(directory, "ada@example.org", "new")).isEqualTo(ADA);
        assertThat(logIn(directory, "ada@example.org", LdapHouse.password("ada")))
                .isEqualTo(NOBODY);
        assertThat(house.binds).hasSize(2).allMatch(name -> name.startsWith("uid=ada"));
    }

    @Test
    void looksUpAsWhomTheSettingsSay() throws Exception {
        Path password = Files.writeString(folder.resolve("secret"), LdapHouse.OUR_PASSWORD + "\n");
        LdapDirectory directory =
                house.directory("bind-dn", "cn=maillon,dc=example,dc=org", "bind-password-file", password.toString());
        assertThat(directory.find(address("ada@example.org"))).isEqualTo(ADA);
        assertThat(house.binds).containsExactly("cn=maillon,dc=example,dc=org");
    }

    @Test
    void aWrongPasswordOfOursIsNobodysFaultButOurs() throws Exception {
        Path password = Files.writeString(folder.resolve("secret"), "wrong");
        LdapDirectory directory =
                house.directory("bind-dn", "cn=maillon,dc=example,dc=org", "bind-password-file", password.toString());
        assertThat(directory.find(address("ada@example.org")))
                .isInstanceOfSatisfying(
                        Found.NotNow.class, silent -> assertThat(silent.why()).contains("invalid credentials"));
    }

    @Test
    void whatWasHeardIsRememberedForAWhile() throws Exception {
        LdapDirectory directory = house.directory();
        for (int i = 0; i < 100; i++) {
            directory.find(address("ada@example.org"));
            directory.find(address("Ada@example.org"));
            directory.find(address("carl@example.org"));
        }
        assertThat(house.searches).hasValue(2);

        house.person("carl", "mail: carl@example.org");
        house.server.delete("uid=ada," + LdapHouse.BASE);
        house.later(Duration.ofSeconds(59));
        assertThat(directory.find(address("carl@example.org"))).isEqualTo(NOBODY);
        house.later(Duration.ofSeconds(1));
        assertThat(told(directory.find(address("carl@example.org")))).isEqualTo("carl@example.org");
        assertThat(directory.find(address("ada@example.org"))).isEqualTo(ADA);
        house.later(Duration.ofMinutes(4));
        assertThat(directory.find(address("ada@example.org"))).isEqualTo(NOBODY);
    }

    @Test
    void whatWasHeardCanBeForgotten() throws Exception {
        LdapDirectory directory = house.directory();
        directory.find(address("ada@example.org"));
        house.server.delete("uid=ada," + LdapHouse.BASE);
        directory.forget(address("ada@example.org"));
        assertThat(directory.find(address("ada@example.org"))).isEqualTo(NOBODY);
    }

    @Test
    void aLogInIsNews() throws Exception {
        LdapDirectory directory = house.directory();
        assertThat(directory.find(address("carl@example.org"))).isEqualTo(NOBODY);
        house.person("carl", "mail: carl@example.org");
        logIn(directory, "carl@example.org", LdapHouse.password("carl"));
        assertThat(told(directory.find(address("carl@example.org")))).isEqualTo("carl@example.org");
    }

    @Test
    void noMoreIsRememberedThanTheSettingsAllow() {
        LdapDirectory directory = house.directory("remember-entries", "10");
        IntStream.range(0, 50).forEach(i -> directory.find(address("n" + i + "@example.org")));
        house.searches.set(0);
        IntStream.range(0, 50).forEach(i -> directory.find(address("n" + i + "@example.org")));
        assertThat(house.searches.get()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void manyWhoAskTheSameAtOnceAskOnce() throws Exception {
        LdapDirectory directory = house.directory();
        house.held = new CountDownLatch(1);
        CountDownLatch ready = new CountDownLatch(20);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Found>> answers = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return directory.find(address("ada@example.org"));
                    }))
                    .toList();
            ready.await();
            house.held.countDown();
            for (Future<Found> answer : answers) {
                assertThat(answer.get()).isEqualTo(ADA);
            }
        }
        assertThat(house.searches).hasValue(1);
    }

    @Test
    void connectionsAreKeptAndNoMoreThanTheSettingsAllow() throws Exception {
        LdapDirectory directory = house.directory("connections", "3");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 60)
                    .forEach(i -> threads.execute(() -> directory.find(address("n" + i + "@example.org"))));
        }
        assertThat(house.searches).hasValue(60);
        assertThat(house.connections).hasSizeBetween(1, 3);
    }

    @Test
    void aConnectionThatTheServerEndedIsMadeAnew() {
        LdapDirectory directory = house.directory();
        directory.find(address("ada@example.org"));
        house.server.closeAllConnections(false);
        assertThat(told(directory.find(address("bob@example.org")))).isEqualTo("bob@example.org");
    }

    @Test
    void aConnectionThatNobodyNeedsIsNotUsedAgain() {
        LdapDirectory directory = house.directory("idle-time", "10s");
        directory.find(address("ada@example.org"));
        house.later(Duration.ofSeconds(9));
        directory.find(address("bob@example.org"));
        assertThat(house.connections).hasSize(1);
        house.later(Duration.ofSeconds(10));
        directory.find(address("carl@example.org"));
        assertThat(house.connections).hasSize(2);
    }

    @Test
    void whenTheFirstServerIsDownTheSecondIsAsked() {
        LdapDirectory directory = house.directory("url", "ldap://127.0.0.1:1, " + house.url());
        assertThat(directory.find(address("ada@example.org"))).isEqualTo(ADA);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            url         |                                | names no server
            url         | http://127.0.0.1               | URL
            url         | ldapi://%2Frun%2Fldapi         | begins neither with ldap:// nor with ldaps://
            url         | ldap://                        | names no server
            url         | ldap://127.0.0.1/dc=x??sub     | more than a server
            domains     |                                | nobody would be looked for
            domains     | [192.0.2.1]                    | no domain by name
            domains     | example..org                   | no domain
            domains     | example.org, EXAMPLE.org       | belongs in one
            base        |                                | where people are looked for
            base        | people                         | no name of an entry
            bind-dn     | cn=maillon                     | go together
            filter      | (mail=%s)                      | name them in 'filter'
            address     | ma il                          | no attribute
            aliases     | mail, (x                       | no attribute
            log-in-dn   | uid=ada                        | same entry
            bind-password-file | /nowhere                | go together
            ca          | /nowhere                       | holds no certificates
            """)
    void settingsThatMakeNoSenseAreRefused(String key, String value, String why) {
        assertThatThrownBy(() -> house.directory(key, value == null ? "" : value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theFileOfThePasswordMustHoldOne() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        for (Path file : List.of(empty, folder.resolve("missing"))) {
            assertThatThrownBy(() -> house.directory("bind-dn", "cn=m", "bind-password-file", file.toString()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void aCheckupSaysHowEachServerIs() {
        assertThat(LdapDirectory.examine(
                        house.setting("url", house.url() + ", ldap://127.0.0.1:1"),
                        LdapHouse.ground(InstantSource.system())))
                .satisfiesExactly(
                        one -> {
                            assertThat(one.good()).isTrue();
                            assertThat(one.says()).contains("answers in the clear", LdapHouse.BASE);
                        },
                        other -> {
                            assertThat(other.good()).isFalse();
                            assertThat(other.server()).isEqualTo("ldap://127.0.0.1:1");
                            assertThat(other.says()).contains("cannot be asked");
                        });
        assertThat(LdapDirectory.examine(house.setting("base", "dc=nowhere"), LdapHouse.ground(InstantSource.system())))
                .singleElement()
                .matches(one -> !one.good());
    }

    @Test
    void aServerElsewhereIsAskedUnderTlsUnlessTheSettingsSayOtherwise() {
        assertThat(LdapServer.parse("ldap://ldap.example.org", LdapSetting.StartTls.AUTO)
                        .startTls())
                .isTrue();
        assertThat(LdapServer.parse("ldap://192.0.2.1", LdapSetting.StartTls.AUTO)
                        .startTls())
                .isTrue();
        assertThat(LdapServer.parse("ldap://127.0.0.1", LdapSetting.StartTls.AUTO)
                        .startTls())
                .isFalse();
        assertThat(LdapServer.parse("ldap://[::1]:3389", LdapSetting.StartTls.AUTO)
                        .startTls())
                .isFalse();
        assertThat(LdapServer.parse("ldap://localhost.example.org", LdapSetting.StartTls.AUTO)
                        .startTls())
                .isTrue();
        assertThat(LdapServer.parse("ldap://127.0.0.1", LdapSetting.StartTls.ALWAYS)
                        .startTls())
                .isTrue();
        assertThat(LdapServer.parse("ldap://ldap.example.org", LdapSetting.StartTls.NEVER_AND_IN_THE_CLEAR)
                        .startTls())
                .isFalse();
        assertThat(LdapServer.parse("ldaps://ldap.example.org", LdapSetting.StartTls.ALWAYS))
                .matches(LdapServer::tls)
                .matches(server -> server.port() == 636 && !server.startTls());
    }
}
