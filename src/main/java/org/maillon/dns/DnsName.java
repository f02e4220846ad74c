package org.maillon.dns;

import java.net.InetAddress;
import org.xbill.DNS.ReverseMap;

/** Whether a text can be asked for at all, for those who make names of what a stranger wrote. */
public final class DnsName {
    private static final int LONGEST = 253; // RFC 1035 §2.3.4, as text
    private static final int LONGEST_LABEL = 63;

    private DnsName() {}

    /** The name under which DNS has what is known of an address (RFC 1035 §3.5, RFC 3596 §2.5); no trailing dot. */
    public static String reverse(InetAddress address) {
        return ReverseMap.fromAddress(address).toString(true);
    }

    /** Labels of 1 to 63 printable ASCII characters, none of which means anything to DNS's own way of writing. */
    public static boolean isOne(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if (c <= ' ' || c >= 0x7F || c == '\\' || ++label > LONGEST_LABEL) {
                return false;
            }
        }
        return label > 0;
    }
}
