package org.maillon.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tests of this run use and nobody may log. */
public final class KnownSecrets {
    /** Of fixtures that many tests share; servers and command lines of tests tell theirs as they go. */
    private static final List<String> CONSTANT =
            List.of("love lace", "a pass phrase", "correct horse", "quite another");

    /** What our command line prints once: passwords, keys of authenticators, recovery codes. */
    private static final List<Pattern> PRINTED = List.of(
            Pattern.compile("(?m)^(?:password|secret|key): +(\\S+)"),
            Pattern.compile("\"(?:password|secret)\" ?: ?\"([^\"]+)\""),
            Pattern.compile("[?&]secret=([A-Z2-7]+)"),
            Pattern.compile("(?m)^\\S+@\\S+ +(?:password +)?([a-z]{4}(?:-[a-z]{4}){3,})$"));

    private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s+([^-]+)-----END");

    private static final int LONGEST_RESPONSE = 1000;

    private static final Set<String> ALL = ConcurrentHashMap.newKeySet();

    static {
        ALL.addAll(CONSTANT);
    }

    private KnownSecrets() {}

    /** Returns it. */
    public static String know(String secret) {
        if (secret.getBytes(StandardCharsets.UTF_8).length >= Needles.SHORTEST) {
            ALL.add(secret);
        }
        return secret;
    }

    public static void know(Collection<String> secrets) {
        secrets.forEach(KnownSecrets::know);
    }

    /** Those in what a command of ours printed. Returns all of it. */
    public static String printed(String text) {
        for (Pattern pattern : PRINTED) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                know(Objects.requireNonNull(matcher.group(1)));
            }
        }
        return text;
    }

    /** Those in PEM: a line of a private key is as good as all of it. Returns the text. */
    public static String keys(String pem) {
        Matcher matcher = KEY.matcher(pem);
        while (matcher.find()) {
            Objects.requireNonNull(matcher.group(1)).lines().forEach(KnownSecrets::know);
        }
        return pem;
    }

    /** Those in what a test types in a conversation: PASS, and AUTH PLAIN with its response. Returns the line. */
    public static String typed(String line) {
        if (line.startsWith("PASS ")) {
            know(line.substring("PASS ".length()));
        } else if (line.startsWith("AUTH PLAIN ") && line.length() <= LONGEST_RESPONSE) {
            response(line.substring("AUTH PLAIN ".length()));
        }
        return line;
    }

    private static void response(String base64) {
        try {
            String plain = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            know(plain.substring(plain.lastIndexOf('\0') + 1));
        } catch (IllegalArgumentException _) {
            know(base64); // malformed on purpose: then it is a secret as it stands
        }
    }

    static Set<String> all() {
        return Set.copyOf(ALL);
    }
}
