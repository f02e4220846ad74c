package org.maillon.trust.dnslist;

import java.net.InetAddress;
import java.util.List;
import org.maillon.kernel.Network;
import org.maillon.kernel.Setting;

/** One {@code [[dns-list]]} of the configuration. */
public record DnsListSetting(
        @Setting(value = "", doc = "The name below which the list is asked, such as zen.spamhaus.org.")
        String zone,

        @Setting(
                value = "10",
                min = -1000,
                max = 1000,
                doc = "What it adds to the score of whom it lists. Less than 0 for a list of the well-known (such as"
                        + " list.dnswl.org), which also spares them greylisting.")
        int weight,

        @Setting(
                value = "127.0.0.0/8",
                doc =
                        "The answers that count, as addresses and ranges; 127.255.255.0/24, by which lists say that they do not"
                                + " answer you, never counts.")
        List<String> answers,

        @Setting(
                value = "address",
                doc =
                        "What it lists: address (of the client, IPv4 and IPv6), or domain (of the sender, and HELO's name).")
        Kind lists) {
    /** What a list lists. */
    public enum Kind {
        ADDRESS,
        DOMAIN
    }

    private static final int LONGEST_ZONE = 180; // an IPv6 address takes 64 octets before it, a name has 253

    public DnsListSetting {
        if (zone.isBlank() || zone.length() > LONGEST_ZONE || !zone.chars().allMatch(DnsListSetting::isOfAName)) {
            throw new IllegalArgumentException("'" + zone + "' is no domain below which a list could be asked");
        }
        answers = List.copyOf(answers);
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("answers names none that counts");
        }
        answers.forEach(Network::parse);
    }

    private static boolean isOfAName(int c) {
        return Character.digit(c, 36) >= 0 && c < 127 || c == '.' || c == '-' || c == '_';
    }

    boolean counts(InetAddress answer) {
        return answers.stream().map(Network::parse).anyMatch(range -> range.contains(answer));
    }
}
