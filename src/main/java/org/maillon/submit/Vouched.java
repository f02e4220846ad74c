package org.maillon.submit;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.maillon.trust.arc.ArcVerdict;
import org.maillon.trust.dkim.DkimVerdict;
import org.maillon.trust.dmarc.DmarcVerdict;
import org.maillon.trust.dmarc.Policy;
import org.maillon.trust.spf.SpfVerdict;
import org.maillon.wire.address.ReversePath;

/**
 * What was found about a message of a stranger, and what was made of it.
 *
 * @param done what we did: the owner's wish, or a milder thing
 * @param excuse why it was milder; empty where it was not
 */
public record Vouched(
        Instant at, InetAddress client, ReversePath sender, Findings findings, Policy done, String excuse) {
    public record Findings(SpfVerdict spf, List<DkimVerdict> dkim, ArcVerdict arc, DmarcVerdict dmarc) {
        public Findings {
            dkim = List.copyOf(dkim);
        }
    }
}
