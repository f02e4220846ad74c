package org.maillon.hosting;

import java.time.Duration;
import org.maillon.kernel.Setting;

/** What those meet who guess passwords. The table {@code [guard]}. */
public record GuardSettings(
        @Setting(value = "1h", min = 60, max = 86_400, doc = "How long a failed log-in counts.")
        Duration failuresFor,

        @Setting(
                value = "200ms",
                max = 60,
                doc =
                        "How long the next log-in waits after a failed one from its address or for its account; each further failure"
                                + " doubles it.")
        Duration delayFirst,

        @Setting(value = "5s", max = 60, doc = "The longest such wait.")
        Duration delayMost,

        @Setting(
                value = "10",
                min = 1,
                max = 100_000,
                doc =
                        "Failed log-ins until an address (by IPv6 its /64) is blocked; loopback is slowed down only, never blocked."
                                + " Accounts that have logged in from it before are still let try there, so that one program"
                                + " with an old password locks out no office behind one address; an operator's block is for"
                                + " all.")
        int addressFailures,

        @Setting(
                value = "5",
                min = 1,
                max = 100_000,
                doc = "Failed log-ins of such an account at such a blocked address until it is blocked there, too.")
        int pairFailures,

        @Setting(
                value = "3s",
                min = 1,
                max = 60,
                doc =
                        "How long after the question a log-in at a blocked address is refused: the same for accounts that were"
                                + " let try there and for all others, so that nobody learns which those are; a check that"
                                + " takes longer still counts, and who was right is let in the next time.")
        Duration blockedDelay,

        @Setting(
                value = "20",
                min = 1,
                max = 100_000,
                doc =
                        "Failed log-ins until an account is blocked for addresses that it never logged in from; those it did are"
                                + " let try, so that a stranger locks nobody out.")
        int accountFailures,

        @Setting(value = "15m", min = 1, doc = "The first block; each further one of the same is twice as long.")
        Duration blockFirst,

        @Setting(value = "1d", min = 1, doc = "The longest block, and how long an ended one is remembered.")
        Duration blockMost,

        @Setting(
                value = "50",
                min = 1,
                max = 1000,
                doc = "Addresses remembered of an account as those it logged in from; the longest unused goes first.")
        int knownAddresses,

        @Setting(
                value = "100000",
                min = 100,
                max = 10_000_000,
                doc =
                        "Addresses and accounts whose failures are remembered, and blocks at the same time; beyond, the least used"
                                + " failures are forgotten, and a new block takes the place of the one that would end first,"
                                + " never of an operator's.")
        int entries) {}
