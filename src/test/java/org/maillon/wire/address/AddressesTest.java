package org.maillon.wire.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static Parsed<ReversePath> reverse(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return Addresses.reversePath(octets, 0, octets.length);
    }

    private static Parsed<ForwardPath> forward(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return Addresses.forwardPath(octets, 0, octets.length);
    }

    private static <T> Parsed.Invalid<T> invalid(Parsed<T> parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return (Parsed.Invalid<T>) parsed;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        <ada@example.org>                          | ada@example.org              | plain
        <Ada.B@EXAMPLE.Org>                        | Ada.B@example.org            | the domain has no case, the local part has
        <a@b>                                      | a@b                          | shortest
        <"ada b"@example.org>                      | "ada b"@example.org          | quoted, and needs it
        <"ada"@example.org>                        | ada@example.org              | quoted without need is the same address
        <"a\\"b"@example.org>                      | "a\\"b"@example.org          | quoted pair
        <"a@b"@example.org>                        | "a@b"@example.org            | '@' inside quotes
        <""@example.org>                           | ""@example.org               | the empty quoted local part is in the grammar
        <"a..b"@example.org>                       | "a..b"@example.org           | two dots, quoted
        <@a.example,@b.example:ada@c.example>      | ada@c.example                | source route dropped
        <ada@[192.0.2.1]>                          | ada@[192.0.2.1]              | IPv4 literal
        <ada@[IPv6:2001:db8::1]>                   | ada@[IPv6:2001:db8:0:0:0:0:0:1] | IPv6 literal
        <ada@[ipv6:::]>                            | ada@[IPv6:0:0:0:0:0:0:0:0]   | tag in any case, all zero
        <ada@[IPv6:1:2:3:4:5:6:7:8]>               | ada@[IPv6:1:2:3:4:5:6:7:8]   | full form
        <ada@[IPv6:1:2:3:4:5:6:192.0.2.1]>         | ada@[IPv6:1:2:3:4:5:6:c000:201] | IPv4 at the end
        <ada@[IPv6:1::]>                           | ada@[IPv6:1:0:0:0:0:0:0:0]   | gap at the end
        <ada@xn--bcher-kva.example>                | ada@xn--bcher-kva.example    | A-label
        <ada@bücher.example>                       | ada@xn--bcher-kva.example    | U-label
        <ada@BÜCHER.example>                       | ada@xn--bcher-kva.example    | U-label in capitals
        <ada@straße.example>                       | ada@xn--strae-oqa.example    | not strasse (IDNA2008)
        <ada@Kelvin.example>                       | ada@kelvin.example           | a Kelvin sign is a K
        <ada@例え.テスト>                           | ada@xn--r8jz45g.xn--zckzah   | all labels
        <用户@例え.テスト>                          | 用户@xn--r8jz45g.xn--zckzah   | UTF-8 local part
        <"用 户"@example.org>                       | "用 户"@example.org           | UTF-8 quoted
        """)
    void readsWhatTheGrammarAllows(String path, String address, String reason) {
        assertThat(reverse(path).asOptional().map(Object::toString)).as(reason).contains(address);
        assertThat(forward(path).asOptional().map(Object::toString)).as(reason).contains(address);
    }

    @Test
    void atextSpecialsAreRead() {
        assertThat(Address.parse("!#$%&'*+-/=?^_`{|}~@example.org").asOptional().map(Address::localPart))
                .contains("!#$%&'*+-/=?^_`{|}~");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        ada@example.org          | 0  | angle brackets
        <ada@example.org         | 16 | not closed
        <ada>                    | 4  | '@'
        <@example.org>           | 13 | ':'
        <>x@example.org>         | -1 | read as the null path with something behind
        <.ada@example.org>       | 1  | dot at its start
        <ada.@example.org>       | 5  | ends with a dot
        <a..b@example.org>       | 3  | two dots
        <a b@example.org>        | 2  | '@'
        <a"b@example.org>        | 2  | '@'
        <"ada@example.org>       | 18 | not closed
        <"a\\>                   | 5  | not closed
        <ada@>                   | 5  | missing
        <ada@example.>           | 13 | end with a dot
        <ada@.example>           | 5  | dot at its start
        <ada@exa..mple>          | 9  | two dots
        <ada@-example.org>       | 5  | hyphen
        <ada@example-.org>       | 5  | hyphen
        <ada@exa_mple.org>       | 8  | '>'
        <ada@192.0.2.1>          | 5  | brackets
        <ada@[192.0.2.256]>      | 17 | IPv4
        <ada@[192.0.2]>          | 13 | IPv4
        <ada@[192.0.2.1.1]>      | 15 | IPv4
        <ada@[]>                 | 6  | IPv4
        <ada@[IPv6:1:2]>         | 14 | IPv6
        <ada@[IPv6:1::2::3]>     | 15 | IPv6
        <ada@[IPv6:1:2:3:4:5:6:7:8:9]> | 27 | IPv6
        <ada@[IPv6:1:2:3:4:5:6:7::8]>  | 27 | IPv6
        <ada@[IPv6:12345::]>     | 15 | IPv6
        <ada@[IPv6:1:]>          | 12 | IPv6
        <ada@[IPv6:]>            | 11 | IPv6
        <ada@[x400:c=gb]>        | 6  | known forms
        <ada@[192.0.2.1>         | 16 | not closed
        <@a.example:>            | 12 | missing
        <@a.example,ada@b.example> | 12 | '@'
        <ada@ex☃mple.org>        | 5  | SNOWMAN
        <ada@ｅxample.org>        | 5  | FULLWIDTH
        <ada@xn--é.example>      | 5  | third and fourth
        """)
    void refusesWhatItDoesNot(String path, int at, String why) {
        if (at < 0) {
            assertThat(reverse(path)).isEqualTo(new Parsed.Valid<>(new ReversePath.Null(), 2));
            return;
        }
        Parsed.Invalid<ReversePath> fault = invalid(reverse(path));
        assertThat(fault.why()).contains(why);
        assertThat(fault.at()).as(fault.why()).isEqualTo(at);
    }

    @Test
    void readsTheNullReversePathAndRefusesItAsARecipient() {
        assertThat(reverse("<> SIZE=1")).isEqualTo(new Parsed.Valid<>(new ReversePath.Null(), 2));
        assertThat(invalid(forward("<>")).why()).contains("missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<postmaster>", "<Postmaster>", "<POSTMASTER> NOTIFY=NEVER"})
    void readsPostmasterWithoutDomain(String path) {
        assertThat(forward(path)).isEqualTo(new Parsed.Valid<>(new ForwardPath.Postmaster(), 12));
    }

    @Test
    void saysWhereThePathEnded() {
        assertThat(reverse("<ada@example.org> SIZE=5"))
                .isInstanceOfSatisfying(
                        Parsed.Valid.class, valid -> assertThat(valid.end()).isEqualTo(17));
    }

    @Test
    void boundsTheLocalPart() {
        assertThat(Address.parse("a".repeat(Addresses.LONGEST_LOCAL_PART) + "@b")
                        .asOptional())
                .isPresent();
        assertThat(invalid(Address.parse("a".repeat(Addresses.LONGEST_LOCAL_PART + 1) + "@b"))
                        .why())
                .contains("128");
    }

    @Test
    void boundsEachPartOfADomain() {
        assertThat(Address.parse("a@" + "b".repeat(63) + ".org").asOptional()).isPresent();
        assertThat(invalid(Address.parse("a@" + "b".repeat(64) + ".org")).why()).contains("63");
    }

    @Test
    void boundsTheDomain() {
        String longest = ("b".repeat(59) + ".").repeat(4) + "b".repeat(13);
        assertThat(longest).hasSize(253);
        assertThat(Domain.parse(longest).asOptional()).isPresent();
        assertThat(invalid(Domain.parse(longest + "d")).why()).contains("253");
    }

    @Test
    void boundsThePath() {
        String domain = ("b".repeat(62) + ".").repeat(4).substring(0, 251);
        assertThat(reverse("<aa@" + domain + ">").asOptional()).isPresent();
        assertThat(invalid(reverse("<aaa@" + domain + ">")).why()).contains("256");
    }

    @Test
    void refusesMalformedUtf8() {
        for (int[] bad : new int[][] {
            {0x80}, {0xC0, 0xAF}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80}, {0xF5, 0x80, 0x80, 0x80}, {0xC3}
        }) {
            byte[] line = new byte[bad.length + 3];
            for (int i = 0; i < bad.length; i++) {
                line[i] = (byte) bad[i];
            }
            line[bad.length] = '@';
            line[bad.length + 1] = 'b';
            line[bad.length + 2] = 'c';
            assertThat(invalid(Addresses.mailbox(line, 0, line.length)).why()).contains("UTF-8");
        }
        assertThat(invalid(Address.parse("a\u0085b@c")).why()).contains("control");
    }

    @Test
    void namesACharacterThatHasNoName() {
        assertThat(invalid(Domain.parse("\u0378.example")).why()).contains("U+0378");
    }

    @Test
    void parsesForPeopleWithoutBrackets() {
        assertThat(Address.parse("ada@example.org").asOptional())
                .contains(new Address("ada", new Domain.Name("example.org")));
        assertThat(invalid(Address.parse("ada@example.org ")).at()).isEqualTo(15);
        assertThat(invalid(Address.parse("")).why()).contains("missing");
        assertThat(invalid(Address.parse("@example.org")).why()).contains("before '@'");
    }

    @Test
    void whatWasReadIsWrittenSoThatItReadsTheSame() {
        for (String text : new String[] {"\"a b\\\\c\"@example.org", "ada@[IPv6:2001:db8::1]", "用户@bücher.example"}) {
            Address once = Address.parse(text).asOptional().orElseThrow();
            assertThat(Address.parse(once.toString()).asOptional()).contains(once);
        }
    }
}
