package org.maillon.wire.sasl;

import java.util.Optional;

/**
 * gs2-header = gs2-cbind-flag "," [ authzid ] "," (RFC 5801 §4, RFC 5802 §7).
 *
 * @param binding the name behind {@code p=}
 * @param suspects flag {@code y}: the client can bind and believes that we cannot
 * @param text as it came, both commas included
 */
record Gs2Header(Optional<String> binding, boolean suspects, Optional<String> authorize, String text) {
    private static final int LONGEST_BINDING = 64;

    static Optional<Gs2Header> read(String message) {
        int first = message.indexOf(',');
        int second = first < 0 ? -1 : message.indexOf(',', first + 1);
        if (second < 0) {
            return Optional.empty();
        }
        String flag = message.substring(0, first);
        String who = message.substring(first + 1, second);
        boolean goodFlag = flag.equals("n") || flag.equals("y") || isBinding(flag);
        Optional<String> authorize =
                who.isEmpty() ? Optional.of("") : who.startsWith("a=") ? saslName(who.substring(2)) : Optional.empty();
        if (!goodFlag
                || authorize.isEmpty()
                || !who.isEmpty() && authorize.get().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> binding = flag.startsWith("p=") ? Optional.of(flag.substring(2)) : Optional.empty();
        return Optional.of(new Gs2Header(
                binding,
                flag.equals("y"),
                authorize.filter(name -> !name.isEmpty()),
                message.substring(0, second + 1)));
    }

    /** cb-name = 1*(ALPHA / DIGIT / "." / "-") */
    private static boolean isBinding(String flag) {
        return flag.startsWith("p=")
                && flag.length() > 2
                && flag.length() <= LONGEST_BINDING
                && flag.chars()
                        .skip(2)
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '.'
                                || c == '-');
    }

    /** saslname: comma and equals sign stand there as =2C and =3D, and no other = does; then SASLprep (RFC 5802 §5.1). */
    static Optional<String> saslName(String text) {
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '=') {
                name.append(c);
            } else if (text.startsWith("2C", i + 1)) {
                name.append(',');
                i += 2;
            } else if (text.startsWith("3D", i + 1)) {
                name.append('=');
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return name.indexOf("\0") >= 0 ? Optional.empty() : SaslPrep.prepare(name.toString());
    }
}
