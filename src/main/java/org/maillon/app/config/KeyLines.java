package org.maillon.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * On which line each key stands: the TOML parser gives values without places. Reads only files that the parser found valid,
 * so it needs to know no more of the grammar than where a key, a string and a bracket end (toml.io v1.0.0).
 */
final class KeyLines {
    private final Map<List<String>, Integer> lines = new HashMap<>();
    private final Map<List<String>, Integer> tablesSeen = new HashMap<>();
    private final String text;
    private int at;
    private int line = 1;

    private KeyLines(String text) {
        this.text = text;
    }

    /** @param text a valid TOML document */
    static KeyLines of(String text) {
        KeyLines found = new KeyLines(text);
        found.document();
        return found;
    }

    /** The line of a key, or of the nearest table around it; arrays of tables count from 0: {@code route, 1, domain}. */
    int of(List<String> path) {
        for (int length = path.size(); length > 0; length--) {
            Integer known = lines.get(path.subList(0, length));
            if (known != null) {
                return known;
            }
        }
        return 0;
    }

    private void document() {
        List<String> table = List.of();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '[') {
                table = header();
            } else if (c == '#') {
                comment();
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                step();
            } else {
                keyAndValue(table);
            }
        }
    }

    private List<String> header() {
        int begun = line;
        boolean many = text.startsWith("[[", at);
        at += many ? 2 : 1;
        List<String> path = new ArrayList<>(key());
        while (at < text.length() && text.charAt(at) == ']') {
            at++;
        }
        if (many) {
            int index = tablesSeen.merge(List.copyOf(path), 1, Integer::sum) - 1;
            lines.putIfAbsent(List.copyOf(path), begun);
            path.add(Integer.toString(index));
        }
        lines.put(List.copyOf(path), begun);
        return List.copyOf(path);
    }

    private void keyAndValue(List<String> table) {
        int begun = line;
        List<String> path = new ArrayList<>(table);
        path.addAll(key());
        lines.put(List.copyOf(path), begun);
        at++; // '='
        value();
    }

    /** Dotted, bare or quoted; stops at '=' or ']'. */
    private List<String> key() {
        List<String> parts = new ArrayList<>();
        while (at < text.length() && "=]".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                int from = at + 1;
                string(c);
                parts.add(text.substring(from, at - 1));
            } else if (c == '.' || Character.isWhitespace(c)) {
                step();
            } else {
                parts.add(bareKey());
            }
        }
        return parts;
    }

    private String bareKey() {
        int from = at;
        while (at < text.length() && ".=] \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** To the line end that is in no string and in no bracket. */
    private void value() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' && depth == 0) {
                return;
            } else if (c == '"' || c == '\'') {
                string(c);
            } else if (c == '#') {
                comment();
            } else {
                depth += "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
                step();
            }
        }
    }

    private void string(char quote) {
        String triple = String.valueOf(quote).repeat(3);
        String end = text.startsWith(triple, at) ? triple : String.valueOf(quote);
        at += end.length();
        while (at < text.length() && !text.startsWith(end, at)) {
            if (text.charAt(at) == '\\' && quote == '"') {
                step();
            }
            step();
        }
        at = Math.min(text.length(), at + end.length());
        while (end.length() == 3 && at < text.length() && text.charAt(at) == quote) {
            at++; // up to two quotes may stand right before the closing three
        }
    }

    private void comment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void step() {
        if (at < text.length() && text.charAt(at++) == '\n') {
            line++;
        }
    }
}
