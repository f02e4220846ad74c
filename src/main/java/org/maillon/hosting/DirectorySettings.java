package org.maillon.hosting;

import java.time.Duration;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** How the directory reads addresses, hashes passwords, and remembers. */
public record DirectorySettings(
        @Setting(
                value = "+",
                doc = "Characters that part an account's name from the detail behind it (RFC 5233); empty: none do.")
        String plusSeparators,

        @Setting(value = "1GiB", doc = "What a new account may keep where no quota is named.", min = 1)
        ByteSize defaultQuota,

        @Setting(
                value = "500",
                doc = "Most targets of one alias, and most forwards of one account.",
                min = 1,
                max = 10000)
        int maxTargets,

        @Setting(value = "8", doc = "Fewest octets of a new password.", min = 1, max = 256)
        int minPassword,

        @Setting(
                value = "19MiB",
                doc = "Memory of one argon2id hash (RFC 9106 §3.1, parameter m).",
                min = 8192,
                max = 2147483648L)
        ByteSize hashMemory,

        @Setting(value = "2", doc = "Passes of one argon2id hash (parameter t).", min = 1, max = 64)
        int hashPasses,

        @Setting(value = "1", doc = "Lanes of one argon2id hash (parameter p).", min = 1, max = 16)
        int hashLanes,

        @Setting(
                value = "4",
                doc = "Hashes worked on at one time; each takes its memory, the others wait.",
                min = 1,
                max = 256)
        int hashesAtOnce,

        @Setting(
                value = "10000",
                doc =
                        "HMACs that make a password's SCRAM keys (RFC 7677 §4 wants 4096 or more); the client computes them at each log-in. Holds for passwords that are set from then on.",
                min = 4096,
                max = 1000000)
        int scramIterations,

        @Setting(value = "50", doc = "Most app passwords of one account.", min = 1, max = 1000)
        int maxAppPasswords,

        @Setting(
                value = "1",
                doc =
                        "How many codes of thirty seconds an authenticator's clock may be off, either way (RFC 6238 §5.2).",
                max = 10)
        int totpTolerance,

        @Setting(value = "50000", doc = "Domains and addresses remembered between lookups.", max = 10000000)
        int cacheEntries,

        @Setting(
                value = "60s",
                doc = "How long a lookup may be remembered; changes made through this process show at once.")
        Duration cacheTime) {}
