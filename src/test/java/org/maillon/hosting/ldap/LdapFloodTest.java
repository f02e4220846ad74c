package org.maillon.hosting.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillon.hosting.Town.address;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.kernel.Secret;

/** More questions than connections: some wait, and no server is called dead for it. */
@Timeout(60)
class LdapFloodTest {
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

    /** Returns once the server has the question. */
    private CompletableFuture<Found> asking(LdapDirectory directory, String who) {
        int before = house.searches.get();
        CompletableFuture<Found> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer.complete(directory.find(address(who))));
        Awaitility.await("the question").until(() -> house.searches.get() > before);
        return answer;
    }

    @Test
    void whoGotAConnectionTooLateLearntNothingOfTheServer() throws Exception {
        LdapDirectory directory = house.directory("connections", "1", "whole-timeout", "50s", "answer-timeout", "30s");
        CountDownLatch first = new CountDownLatch(1);
        house.held = first;
        CompletableFuture<Found> bob = asking(directory, "bob@example.org");
        FutureTask<Found> late = new FutureTask<>(() -> directory.find(address("carl@example.org")));
        Thread waiting = Thread.ofVirtual().start(late);
        Awaitility.await("its turn").until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        CountDownLatch second = new CountDownLatch(1);
        house.held = second;
        house.later(Duration.ofMillis(49_900));
        first.countDown();
        assertThat(bob.get()).isInstanceOf(Found.Person.class);
        assertThat(late.get())
                .isInstanceOfSatisfying(
                        Found.NotNow.class, silent -> assertThat(silent.why()).contains("in use"));
        second.countDown();
        assertThat(directory.find(address("ada@example.org")))
                .as("it is asked on")
                .isEqualTo(ADA);
    }

    @Test
    void recipientsKeepNobodyFromLoggingIn() throws Exception {
        LdapDirectory directory = house.directory("connections", "1", "whole-timeout", "20s", "answer-timeout", "20s");
        CountDownLatch first = new CountDownLatch(1);
        house.held = first;
        CompletableFuture<Found> recipient = asking(directory, "bob@example.org");
        house.held = new CountDownLatch(0);
        assertThat(directory.logIn(address("ada@example.org"), Secret.utf8(LdapHouse.password("ada"))))
                .isEqualTo(ADA);
        assertThat(recipient).isNotDone();
        first.countDown();
        assertThat(recipient.get()).isInstanceOf(Found.Person.class);
    }
}
