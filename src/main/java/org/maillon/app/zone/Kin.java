package org.maillon.app.zone;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which records of a name are about the same, when two say the same, and what those do that are too many. */
final class Kin {
    private Kin() {}

    /** A name may have texts for many purposes: those that begin as ours does are about the same. */
    static List<String> of(ZoneRecord wanted, List<String> there) {
        return switch (wanted.type()) {
            case "TXT" -> there.stream().filter(text -> isKin(wanted, text)).toList();
            default -> there;
        };
    }

    private static boolean isKin(ZoneRecord wanted, String text) {
        return isKey(wanted) || version(text).equals(version(wanted.data()));
    }

    /** Nothing else stands at a selector's name. */
    private static boolean isKey(ZoneRecord wanted) {
        return wanted.name().contains("._domainkey.");
    }

    /** RFC 7208 §4.5, RFC 7489 §6.3, RFC 8460 §3, RFC 8461 §3.1: up to a space or a semicolon. */
    private static String version(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != ';') {
            end++;
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** Without what makes no difference to whoever reads it. */
    static String plain(ZoneRecord wanted, String data) {
        if (!wanted.type().equals("TXT")) {
            return wanted.type().equals("CAA") ? data.replace(" ", "") : data.toLowerCase(Locale.ROOT);
        }
        return version(wanted.data()).equals("v=spf1") ? spf(data) : tags(data);
    }

    /** RFC 7208 §4.6.1: case means nothing, nor how many spaces there are. */
    private static String spf(String data) {
        StringBuilder terms = new StringBuilder();
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            boolean again = c == ' ' && (terms.isEmpty() || terms.charAt(terms.length() - 1) == ' ');
            if (!again) {
                terms.append(c);
            }
        }
        return withoutLast(' ', terms).toLowerCase(Locale.ROOT);
    }

    /** RFC 6376 §3.2: white space around a tag's parts is none, nor is a last semicolon; a key may be folded. */
    private static String tags(String data) {
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            boolean again = c == ';' && (tags.isEmpty() || tags.charAt(tags.length() - 1) == ';');
            if (c != ' ' && c != '\t' && !again) {
                tags.append(c);
            }
        }
        return withoutLast(';', tags);
    }

    private static String withoutLast(char c, StringBuilder text) {
        int last = text.length() - 1;
        return last >= 0 && text.charAt(last) == c ? text.substring(0, last) : text.toString();
    }

    /** Why a record beside ours does harm; empty where it does none. */
    static Optional<String> objection(List<ZoneRecord> wanted, String data) {
        ZoneRecord ours = wanted.getFirst();
        return switch (ours.type()) {
            case "TXT" -> Optional.of(second(ours));
            case "MX" -> isOurHost(wanted, data) ? Optional.empty() : Optional.of("its host is none of ours");
            case "SRV" -> Optional.of("mail programs may go there instead");
            case "TLSA" -> Optional.of("it matches no key that the host shows");
            default -> Optional.empty(); // others may give certificates, too; an address may have more names
        };
    }

    private static boolean isOurHost(List<ZoneRecord> wanted, String data) {
        String host = host(data);
        return wanted.stream().anyMatch(one -> host(one.data()).equals(host));
    }

    private static String host(String mx) {
        return mx.substring(mx.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
    }

    private static String second(ZoneRecord ours) {
        if (isKey(ours)) {
            return "of two records at a selector's name either may be taken (RFC 6376 §3.6.2.2)";
        }
        return switch (version(ours.data())) {
            case "v=spf1" -> "with two SPF records neither counts: permerror (RFC 7208 §4.5)";
            case "v=dmarc1" -> "with two DMARC records neither counts (RFC 7489 §6.6.3)";
            case "v=stsv1" -> "with two records there is no policy (RFC 8461 §3.1)";
            default -> "with two records neither counts (RFC 8460 §3)";
        };
    }
}
