package org.maillon.dns;

import java.util.Locale;

/**
 * An answer, and whether its signatures vouch for it.
 *
 * @param owner the name that bears the records, once CNAMEs are followed: lower case, no trailing dot; the name that was
 *     asked for where there are none
 */
public record Assured<T>(Lookup<T> lookup, Status status, String owner) {
    /** RFC 4035 §4.3; what cannot be told counts as {@link #INSECURE}. */
    public enum Status {
        /** Signed, from a trust anchor of ours down to the records or the proof that there are none. */
        SECURE,
        /** Nobody vouches for it: its zone is not signed, or nobody has looked. */
        INSECURE,
        /** It should be signed and is not, or wrongly: a forgery or a fault. The lookup has {@link Lookup.Failed}. */
        BOGUS
    }

    /** As of a resolver that knows no signatures. */
    public static <T> Assured<T> insecure(Lookup<T> lookup, String name) {
        return new Assured<>(lookup, Status.INSECURE, plain(name));
    }

    public boolean isSecure() {
        return status == Status.SECURE;
    }

    /** Lower case, no trailing dot. */
    public static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
