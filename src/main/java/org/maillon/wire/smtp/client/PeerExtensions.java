package org.maillon.wire.smtp.client;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.maillon.kernel.Ascii;
import org.maillon.wire.smtp.Reply;

/**
 * What a peer said it can do, read from its answer to EHLO or LHLO (RFC 5321 §4.1.1.1). A parameter that makes no sense
 * is taken as not given; an unknown keyword is passed over.
 *
 * @param maxSize the greatest message, in octets; empty where there is no fixed bound (RFC 1870 §4)
 * @param limits of RFC 9422
 */
public record PeerExtensions(Set<Keyword> offered, OptionalLong maxSize, Limits limits) {
    /** After HELO. */
    public static final PeerExtensions NONE =
            new PeerExtensions(EnumSet.noneOf(Keyword.class), OptionalLong.empty(), Limits.NONE);

    /** Extensions that change what we send. */
    public enum Keyword {
        /** RFC 2920. */
        PIPELINING("PIPELINING"),
        /** RFC 1870. */
        SIZE("SIZE"),
        /** RFC 6152. */
        EIGHT_BIT_MIME("8BITMIME"),
        /** RFC 3030. */
        CHUNKING("CHUNKING"),
        /** RFC 3030. */
        BINARY_MIME("BINARYMIME"),
        /** RFC 6531. */
        SMTP_UTF8("SMTPUTF8"),
        /** RFC 3461. */
        DSN("DSN"),
        /** RFC 2034. */
        ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
        /** RFC 3207. */
        START_TLS("STARTTLS"),
        /** RFC 9422. */
        LIMITS("LIMITS"),
        /** RFC 8689. */
        REQUIRE_TLS("REQUIRETLS"),
        /** RFC 2852. */
        DELIVER_BY("DELIVERBY"),
        /** RFC 6710. */
        MT_PRIORITY("MT-PRIORITY");

        private final String word;

        Keyword(String word) {
            this.word = word;
        }

        private static Optional<Keyword> of(String word) {
            for (Keyword keyword : values()) {
                if (keyword.word.equals(word)) {
                    return Optional.of(keyword);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * RFC 9422 §4.
     *
     * @param recipients RCPTMAX: in one transaction
     * @param messages MAILMAX: transactions in one session
     * @param domains RCPTDOMAINMAX: different recipient domains in one transaction
     */
    public record Limits(OptionalInt recipients, OptionalInt messages, OptionalInt domains) {
        public static final Limits NONE = new Limits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    public boolean offers(Keyword keyword) {
        return offered.contains(keyword);
    }

    /** The first line names the server, the others an extension each. */
    public static PeerExtensions of(Reply ehlo) {
        EnumSet<Keyword> offered = EnumSet.noneOf(Keyword.class);
        OptionalLong maxSize = OptionalLong.empty();
        Limits limits = Limits.NONE;
        for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
            List<String> words = Words.of(line);
            Optional<Keyword> keyword = words.isEmpty() ? Optional.empty() : Keyword.of(Ascii.upper(words.getFirst()));
            keyword.ifPresent(offered::add);
            if (keyword.equals(Optional.of(Keyword.SIZE))) {
                maxSize = size(words);
            } else if (keyword.equals(Optional.of(Keyword.LIMITS))) {
                limits = limits(words);
            }
        }
        return new PeerExtensions(offered, maxSize, limits);
    }

    /** {@code SIZE}, {@code SIZE 0} and a number too great for us mean: no bound that we could run into. */
    private static OptionalLong size(List<String> words) {
        OptionalLong value = words.size() > 1 ? Words.number(words.get(1)) : OptionalLong.empty();
        return value.orElse(0) == 0 ? OptionalLong.empty() : value;
    }

    private static Limits limits(List<String> words) {
        return new Limits(limit(words, "RCPTMAX="), limit(words, "MAILMAX="), limit(words, "RCPTDOMAINMAX="));
    }

    /** RFC 9422 §3: one to six digits, not zero. */
    private static OptionalInt limit(List<String> words, String name) {
        for (String word : words) {
            if (Ascii.upper(word).startsWith(name)) {
                long value = Words.number(word.substring(name.length())).orElse(0);
                return value > 0 && value <= 999_999 ? OptionalInt.of((int) value) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
