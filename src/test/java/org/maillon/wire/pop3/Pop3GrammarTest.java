package org.maillon.wire.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillon.kernel.Bytes;

class Pop3GrammarTest {
    private static final int FAR = Integer.MAX_VALUE;

    @ParameterizedTest(name = "\"{0}\": {2}")
    @MethodSource
    void reads(String line, Pop3Command command, String why) {
        assertThat(Pop3Grammar.parse(Bytes.utf8(line))).as(why).isEqualTo(command);
    }

    static Stream<Arguments> reads() {
        return Stream.of(
                line("STAT", new Pop3Command.Stat(), "a command alone"),
                line("stat", new Pop3Command.Stat(), "keywords have no case"),
                line("sTaT  ", new Pop3Command.Stat(), "spaces at the end are read over"),
                line("NOOP", new Pop3Command.Noop(), "a command alone"),
                line("RSET", new Pop3Command.Rset(), "a command alone"),
                line("CAPA", new Pop3Command.Capa(), "a command alone"),
                line("QUIT", new Pop3Command.Quit(), "a command alone"),
                line("LIST", new Pop3Command.ListSizes(OptionalInt.empty()), "all"),
                line("LIST 1", new Pop3Command.ListSizes(OptionalInt.of(1)), "one"),
                line("UIDL", new Pop3Command.ListUids(OptionalInt.empty()), "all"),
                line("UIDL 12", new Pop3Command.ListUids(OptionalInt.of(12)), "one"),
                line("RETR 3", new Pop3Command.Retr(3), "a number"),
                line("RETR  3", new Pop3Command.Retr(3), "spaces between are read over"),
                line("RETR 003", new Pop3Command.Retr(3), "1*DIGIT may begin with zeros"),
                line("RETR 0", new Pop3Command.Retr(0), "no such message, but a number"),
                line("RETR 2147483647", new Pop3Command.Retr(FAR), "the greatest int"),
                line("RETR 99999999999999999999999999", new Pop3Command.Retr(FAR), "beyond any maildrop"),
                line("DELE 2", new Pop3Command.Dele(2), "a number"),
                line("TOP 1 0", new Pop3Command.Top(1, 0), "only the header"),
                line("TOP 1 99999999999", new Pop3Command.Top(1, FAR), "more lines than there are"),
                line("USER ada@example.org", new Pop3Command.User("ada@example.org"), "a name"),
                line("USER ada lovelace", new Pop3Command.User("ada lovelace"), "a name is all of the line"),
                line("USER adà", new Pop3Command.User("adà"), "a name in UTF-8"),
                line("PASS secret", new Pop3Command.Pass(Bytes.utf8("secret")), "a password"),
                line("PASS  a b ", new Pop3Command.Pass(Bytes.utf8(" a b ")), "a password's spaces are its own"),
                line("USER", new Pop3Command.Malformed("USER name"), "no name"),
                line("USER ", new Pop3Command.Malformed("USER name"), "an empty name"),
                line("PASS", new Pop3Command.Malformed("PASS password"), "no password"),
                line("STAT 1", new Pop3Command.Malformed("STAT"), "takes nothing"),
                line("LIST one", new Pop3Command.Malformed("LIST [number]"), "not a number"),
                line("LIST 1 2", new Pop3Command.Malformed("LIST [number]"), "two numbers"),
                line("LIST -1", new Pop3Command.Malformed("LIST [number]"), "no sign"),
                line("RETR", new Pop3Command.Malformed("RETR number"), "no number"),
                line("RETR 1x", new Pop3Command.Malformed("RETR number"), "a letter in it"),
                line("RETR ١", new Pop3Command.Malformed("RETR number"), "digits are ASCII"),
                line("TOP 1", new Pop3Command.Malformed("TOP number lines"), "no lines"),
                line("TOP 1 2 3", new Pop3Command.Malformed("TOP number lines"), "one too many"),
                line("AUTH PLAIN", new Pop3Command.Auth("PLAIN", Optional.empty()), "without a response"),
                line("auth plain =", new Pop3Command.Auth("plain", Optional.of("=")), "with one of no octets"),
                line("AUTH", new Pop3Command.Malformed("AUTH mechanism [initial-response]"), "RFC 5034 wants one"),
                line("AUTH A B C", new Pop3Command.Malformed("AUTH mechanism [initial-response]"), "one too many"),
                line("", new Pop3Command.Unknown(""), "nothing at all"),
                line(" STAT", new Pop3Command.Unknown(""), "a space in front"),
                line("STATS", new Pop3Command.Unknown("STATS"), "not a keyword"),
                line("APOP ada 0123", new Pop3Command.Unknown("APOP"), "not offered"),
                line("GET / HTTP/1.1", new Pop3Command.Unknown("GET"), "another protocol"),
                line("\u0001\u007f", new Pop3Command.Unknown("??"), "nothing is said back that moves a cursor"),
                line("A".repeat(40), new Pop3Command.Unknown("A".repeat(16)), "nor all of something long"));
    }

    @Test
    void aPasswordIsNotPrinted() {
        Pop3Command pass = Pop3Grammar.parse(Bytes.utf8("PASS secret"));

        assertThat(pass.toString()).doesNotContain("secret").doesNotContain("736563726574");
        assertThat(Pop3Grammar.parse(Bytes.utf8("AUTH PLAIN c2VjcmV0")).toString())
                .doesNotContain("c2VjcmV0")
                .contains("PLAIN");
    }

    private static Arguments line(String line, Pop3Command command, String why) {
        return Arguments.of(line, command, why);
    }
}
