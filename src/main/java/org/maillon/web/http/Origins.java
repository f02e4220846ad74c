package org.maillon.web.http;

import java.util.List;
import java.util.Locale;

/** Which page made a browser ask: one of another site must not use the password that the browser keeps for us. */
final class Origins {
    private Origins() {}

    /** Programs that are no browsers send neither field; browsers always one of them, where something may be changed. */
    static boolean areForeign(Request request) {
        String host = authority(String.join(",", request.fields().apply("Host")));
        List<String> sites = request.fields().apply("Sec-Fetch-Site");
        List<String> origins = request.fields().apply("Origin");
        return !sites.stream().map(Origins::folded).allMatch(site -> site.equals("same-origin") || site.equals("none"))
                || !origins.stream().allMatch(origin -> host.equals(ofOrigin(origin)));
    }

    /** Of {@code https://example.org:8443} what stands behind the slashes; of {@code null} nothing. */
    private static String ofOrigin(String origin) {
        int slashes = origin.indexOf("://");
        return slashes < 0 ? "" : authority(origin.substring(slashes + 3));
    }

    /** Browsers leave out the port that the scheme implies; a proxy may put it in. */
    private static String authority(String text) {
        return folded(text).replaceFirst(":(80|443)$", "");
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
