package org.maillon.trust.mtasts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.trust.mtasts.StsPolicy.Mode;
import org.maillon.trust.mtasts.StsPolicy.Parsed;

class StsPolicyTest {
    private static Parsed parse(String text) {
        return StsPolicy.parse(text.getBytes(UTF_8));
    }

    @Test
    void readsTheExampleOfTheStandard() { // RFC 8461 §3.2
        String example = """
                version: STSv1
                mode: enforce
                mx: mail.example.com
                mx: *.example.net
                mx: backupmx.example.com
                max_age: 604800
                """;
        Parsed expected = new Parsed.Valid(new StsPolicy(
                Mode.ENFORCE,
                List.of("mail.example.com", "*.example.net", "backupmx.example.com"),
                Duration.ofDays(7)));
        assertThat(parse(example)).isEqualTo(expected);
        assertThat(parse(example.replace("\n", "\r\n"))).isEqualTo(expected);
        assertThat(parse(example.strip())).as("without a last line end").isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            version: STSv1/mode: none/max_age: 1                                   | good | none needs no host
            version:STSv1/mode:testing/mx:a.example/max_age:0                      | good | no blanks
            version: STSv1/mode: testing/mx: a.example/max_age: 31557600           | good | the longest max_age
            version: STSv1/mode: testing/mx: a.example/max_age: 31557601           | bad  | one second more
            version: STSv1/mode: testing/mx: a.example/max_age: -1                 | bad  | negative
            version: STSv1/mode: testing/mx: a.example/max_age: 99999999999        | bad  | eleven digits
            version: STSv1/mode: testing/mx: a.example/max_age:                    | bad  | no number
            version: STSv1/mode: testing/mx: a.example                             | bad  | no max_age
            version: STSv1/mx: a.example/max_age: 1                                | bad  | no mode
            mode: testing/mx: a.example/max_age: 1                                 | bad  | no version
            version: STSv2/mode: testing/mx: a.example/max_age: 1                  | bad  | another version
            version: STSv1/mode: enforced/mx: a.example/max_age: 1                 | bad  | no such mode
            version: STSv1/mode: enforce/max_age: 1                                | bad  | no host
            version: STSv1/mode: enforce/mx: *.*.example/max_age: 1                | bad  | two stars
            version: STSv1/mode: enforce/mx: a..example/max_age: 1                 | bad  | an empty label
            version: STSv1/mode: enforce/mx: [192.0.2.1]/max_age: 1                | bad  | an address
            version: STSv1/more: x/mode: enforce/mx: A.Example/max_age: 1          | good | an extension
            version: STSv1/mode: testing/mode: none/mx: a.example/max_age: 1       | good | the first one counts
            version: STSv1/garbage/mode: enforce/mx: a.example/max_age: 1          | bad  | a line without a colon
            <html>/<body>/Not found                                                | bad  | a page
            """)
    void takesAFileWholeOrNotAtAll(String lines, String verdict, String why) {
        Parsed parsed = parse(lines.replace('/', '\n'));
        assertThat(parsed instanceof Parsed.Valid).as(why + ": " + parsed).isEqualTo(verdict.equals("good"));
    }

    @Test
    void theFirstModeCounts() {
        assertThat(parse("version: STSv1\nmode: testing\nmode: none\nmx: a.example\nmax_age: 1\n"))
                .isEqualTo(new Parsed.Valid(new StsPolicy(Mode.TESTING, List.of("a.example"), Duration.ofSeconds(1))));
    }

    @Test
    void aFileHasABound() {
        String policy = "version: STSv1\nmode: none\nmax_age: 1\n";
        String padding = "x: " + "y".repeat(StsPolicy.LONGEST - policy.length() - 4) + "\n";
        assertThat(parse(policy + padding.substring(1))).isInstanceOf(Parsed.Invalid.class); // no key
        assertThat(parse(policy + padding)).isInstanceOf(Parsed.Valid.class);
        assertThat(parse(policy + padding + "\n")).isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void hostsHaveABound() {
        String head = "version: STSv1\nmode: enforce\nmax_age: 1\n";
        assertThat(parse(head + "mx: a.example\n".repeat(1000))).isInstanceOf(Parsed.Valid.class);
        assertThat(parse(head + "mx: a.example\n".repeat(1001))).isInstanceOf(Parsed.Invalid.class);
    }

    @ParameterizedTest(name = "{0} admits {1}: {2}")
    @CsvSource({
        "mx.example.org, mx.example.org, true",
        "mx.example.org, mx2.example.org, false",
        "*.example.org, mx.example.org, true",
        "*.example.org, a.mx.example.org, false",
        "*.example.org, example.org, false",
    })
    void aStarStandsForOneLabel(String pattern, String host, boolean admitted) { // RFC 8461 §4.1
        StsPolicy policy = new StsPolicy(Mode.ENFORCE, List.of(pattern), Duration.ZERO);
        assertThat(policy.admits(host)).isEqualTo(admitted);
    }

    @Test
    void itsLinesAreReadAsItself() {
        StsPolicy policy = new StsPolicy(Mode.TESTING, List.of("*.example.org", "mx.example.net"), Duration.ofDays(1));
        assertThat(parse(String.join("\n", policy.lines()))).isEqualTo(new Parsed.Valid(policy));
    }
}
