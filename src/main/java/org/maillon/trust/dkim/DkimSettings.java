package org.maillon.trust.dkim;

import java.time.Duration;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Setting;

/** How signatures of others are looked at. The table {@code [dkim]}. */
public record DkimSettings(
        @Setting(
                value = "10",
                min = 1,
                max = 100,
                doc = "Signatures of a message that are looked at, from the top; those below count for nothing.")
        int maxSignatures,

        @Setting(
                value = "50",
                min = 1,
                max = 50,
                doc = "The longest ARC chain that is looked at, in seals (RFC 8617 §4.2.1: 50); a longer one fails.")
        int maxArcSets,

        @Setting(
                value = "51",
                min = 10,
                max = 150,
                doc =
                        "Names at which the keys of a message's signatures are asked for, and as many for its ARC chain; what"
                                + " stands at others counts for nothing. A chain of 50 seals by 50 domains wants 51: its"
                                + " newest signature may have a key of its own.")
        int maxKeys,

        @Setting(
                value = "16MiB",
                min = 65_536,
                max = 1_073_741_824,
                doc =
                        "What the seals and signatures of a message's ARC chain may cover, all of them together; a chain that"
                                + " wants more hashed fails. Each seal covers all sets before it, so that fifty equal ones cover"
                                + " some 26 times the header.")
        ByteSize maxChainOctets,

        @Setting(
                value = "512KiB",
                min = 4096,
                max = 16_777_216,
                doc =
                        "The largest header whose signatures are looked at; it is held in memory while the message comes.")
        ByteSize maxHeaderSize,

        @Setting(
                value = "10s",
                min = 1,
                max = 120,
                doc =
                        "How long the keys of a message may take, all of them together; what is not there then is temperror.")
        Duration keyTimeout,

        @Setting(
                value = "1024",
                min = 1024,
                max = 4096,
                doc = "The shortest RSA key that proves anything, in bits (RFC 8301 §3.2: 1024 at least).")
        int minKeyBits,

        @Setting(
                value = "8192",
                min = 2048,
                max = 16_384,
                doc = "The longest RSA key that is calculated with, in bits (RFC 8301 §3.2 wants 4096 at least).")
        int maxKeyBits,

        @Setting(
                value = "5m",
                max = 86_400,
                doc = "How far a signer's clock may be ahead of ours, or behind it (t= and x=, RFC 6376 §3.5).")
        Duration clockSkew,

        @Setting(
                value = "false",
                doc =
                        "Whether a signature counts that covers only the beginning of the body (l=, RFC 6376 §8.2), behind"
                                + " which anybody may have written anything.")
        boolean acceptPartialBody) {}
