package org.maillon.app.zone;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan as the lines of a zone file. What a person should know stands behind semicolons (RFC 1035 §5.1), and so do records
 * that belong into somebody else's zone, which a server would refuse to load in this one.
 */
public final class ZoneText {
    private ZoneText() {}

    /** @param remarks what a person should know of the whole */
    public static List<String> of(String domain, List<ZoneRecord> plan, List<String> remarks, int ttl) {
        List<String> lines = new ArrayList<>();
        remarks.forEach(remark -> lines.add("; " + remark));
        String purpose = "";
        for (ZoneRecord record : plan) {
            boolean within = record.isWithin(domain);
            if (!record.purpose().equals(purpose)) {
                purpose = record.purpose();
                lines.add("");
                lines.add("; " + purpose + (within ? "" : "; this belongs into another zone than " + domain));
            }
            lines.add((within ? "" : ";") + record.line(ttl));
        }
        return List.copyOf(lines);
    }
}
