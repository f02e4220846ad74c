package org.maillon.trust.dmarc;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.Setting;

/** How DMARC is asked, and what follows. The table {@code [dmarc]}. */
public record DmarcSettings(
        @Setting(
                value = "true",
                doc = "Whether incoming messages are asked about (RFC 9989); those of clients that may relay, of "
                        + "logged-in ones and from this machine never are.")
        boolean check,

        @Setting(
                value = "tree-walk",
                doc = "How an organization's domain is found: tree-walk asks DNS upwards (RFC 9989 §4.10, where "
                        + "owners say themselves where they begin); psl takes the public suffix list (RFC 7489 §3.2).")
        DiscoveryMethod discovery,

        @Setting(
                value = "true",
                doc = "Whether the owner's wish for failures is followed: reject is 550, quarantine goes to Junk. "
                        + "Otherwise the result is only written into Authentication-Results.")
        boolean enforce,

        @Setting(
                value = "accept",
                doc = "What a message gets whose owner's record DNS does not give just now: accept, or tempfail (451).")
        OnTemporaryFault onTemporaryFault,

        @Setting(
                value = "",
                doc = "Domains whose ARC seal is trusted (d= of the last one): a failure that such a forwarder vouches "
                        + "to have passed before it is not acted on (RFC 8617 §7.2).")
        List<String> trustedSealers,

        @Setting(
                value = "https://publicsuffix.org/list/public_suffix_list.dat",
                doc =
                        "Where the public suffix list is fetched from, into the data folder, once there is a domain of ours"
                                + " and something asks the list: discovery = psl, or from in [reports]. Empty: never; the list that"
                                + " came with this program holds, whose age maillon doctor tells.")
        String suffixListUrl,

        @Setting(value = "7d", doc = "How old the fetched list gets before it is fetched anew.", min = 86_400)
        Duration suffixListAge) {
    public enum DiscoveryMethod {
        TREE_WALK,
        PSL
    }

    public enum OnTemporaryFault {
        ACCEPT,
        TEMPFAIL
    }

    public DmarcSettings {
        trustedSealers = List.copyOf(trustedSealers);
    }
}
