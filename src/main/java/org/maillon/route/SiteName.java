package org.maillon.route;

import java.util.List;

/** Mail servers as one name, of bounded length: a domain's owner writes the DNS, and we remember the name. */
final class SiteName {
    private static final int MOST = 255;

    private SiteName() {}

    /** @param hosts sorted */
    static String of(List<String> hosts) {
        String all = String.join(",", hosts);
        if (all.length() <= MOST) {
            return all;
        }
        String rest = ",and-" + hosts.size() + "-in-all-" + Integer.toHexString(all.hashCode());
        int fits = 0;
        int length = 0;
        while (fits < hosts.size() && length + hosts.get(fits).length() + 1 + rest.length() <= MOST) {
            length += hosts.get(fits).length() + 1;
            fits++;
        }
        return String.join(",", hosts.subList(0, fits)) + rest;
    }
}
