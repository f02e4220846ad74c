package org.maillon.trust.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maillon.suites.Suites;
import org.maillon.wire.address.Domain;

class PublicSuffixesTest {
    private static final PublicSuffixes LIST = PublicSuffixes.bundled();

    @Test
    void everyLineOfTheListsOwnTestsHolds() throws IOException {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        for (String line : Files.readAllLines(Suites.folder("psl").resolve("tests.txt"))) {
            if (line.isBlank() || line.startsWith("//")) {
                continue;
            }
            String[] words = line.split(" ", -1);
            lines++;
            Optional<String> got = name(words[0]).flatMap(LIST::registered);
            if (!got.equals(name(words[1]))) {
                wrong.add(line + ": " + got);
            }
        }
        assertThat(lines).isGreaterThan(70);
        assertThat(wrong).isEmpty();
    }

    /** As it comes to the list: lower-case A-labels. What is no name has no registered domain. */
    private static Optional<String> name(String text) {
        return text.equals("null")
                ? Optional.empty()
                : Domain.parse(text.toLowerCase(Locale.ROOT)).asOptional().map(Domain::toString);
    }

    @Test
    void refusesWhatIsNotTheWholeList() {
        assertThat(PublicSuffixes.read("")).isInstanceOf(PublicSuffixes.Read.Refused.class);
        assertThat(PublicSuffixes.read("<html><body>503 Service Unavailable</body></html>"))
                .isInstanceOf(PublicSuffixes.Read.Refused.class);
        assertThat(PublicSuffixes.read("com\nco.uk\n" + rules(PublicSuffixes.FEWEST_RULES - 3)))
                .isEqualTo(new PublicSuffixes.Read.Refused(
                        "it has " + (PublicSuffixes.FEWEST_RULES - 1) + " rules, and is not whole"));
    }

    @Test
    void takesAListOfTheFewestRulesAndMore() {
        for (int more : new int[] {-2, -1}) {
            assertThat(PublicSuffixes.read("com\nco.uk\n" + rules(PublicSuffixes.FEWEST_RULES + more)))
                    .isInstanceOf(PublicSuffixes.Read.Good.class);
        }
    }

    @Test
    void refusesAListInWhichComIsNoSuffix() {
        assertThat(PublicSuffixes.read(rules(PublicSuffixes.FEWEST_RULES)))
                .isInstanceOf(PublicSuffixes.Read.Refused.class);
    }

    @Test
    void aRuleEndsAtWhiteSpaceAndCommentsAreNoRules() {
        var read =
                PublicSuffixes.read("// a comment\r\ncom trailing words\nco.uk\n" + rules(PublicSuffixes.FEWEST_RULES));
        assertThat(read).isInstanceOf(PublicSuffixes.Read.Good.class);
    }

    private static String rules(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i + ".example").collect(Collectors.joining("\n"));
    }
}
