package org.maillon.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.house.RfcIndex.Row;

/** STYLE 9: what the code cites, the index answers for. {@code -Dregenerate} sorts the index and writes the page anew. */
class RfcIndexTest {
    private static final Pattern CITATION = Pattern.compile("RFC\\s?(\\d{3,5})\\b");

    @BeforeAll
    static void regenerateOnRequest() throws IOException {
        if (System.getProperty("regenerate") != null) {
            RfcIndex.regenerate();
        }
    }

    @Test
    void everyRfcThatTheCodeCitesIsInTheIndex() throws IOException {
        Map<Integer, Row> rows = RfcIndex.read().stream().collect(Collectors.toMap(Row::rfc, r -> r, (a, _) -> a));
        List<String> unanswered = new ArrayList<>();
        citations().forEach((rfc, where) -> {
            if (!rows.containsKey(rfc)) {
                unanswered.add("RFC " + rfc + " is cited in " + where + ", but has no row in " + RfcIndex.FILE);
            }
        });
        assertThat(unanswered).isEmpty();
    }

    @Test
    void theIndexIsSortedAndNamesEachRfcOnce() throws IOException {
        assertThat(RfcIndex.read())
                .as("join and sort the rows: mvn -q -B test -Dtest=RfcIndexTest -Dregenerate")
                .extracting(Row::rfc)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void theSupportPageIsCurrent() throws IOException {
        assertThat(Files.readString(RfcIndex.PAGE))
                .as("make it anew: mvn -q -B test -Dtest=RfcIndexTest -Dregenerate")
                .isEqualTo(RfcIndex.page(RfcIndex.read()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'5321	Simple Mail Transfer Protocol	yes' ! four columns",
                "'RFC5321	Simple Mail Transfer Protocol	yes	serve.smtp' ! number of an RFC",
                "'0	Simple Mail Transfer Protocol	yes	serve.smtp' ! number of an RFC",
                "'5321	Simple Mail Transfer Protocol	maybe	serve.smtp' ! yes, partly or no",
                "'5321	Simple Mail Transfer Protocol	partly	' ! never empty",
                "'5321		yes	serve.smtp' ! never empty",
                "'' ! four columns",
            })
    void refusesARowThatIsNotWellFormed(String line, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RfcIndex.parse(List.of(RfcIndex.HEADER, line)))
                .withMessageContaining("line 2")
                .withMessageContaining(why);
    }

    @Test
    void refusesAnIndexWithoutItsHeader() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RfcIndex.parse(List.of("5321\tSimple Mail Transfer Protocol\tyes\tserve.smtp")));
    }

    private static Map<Integer, Path> citations() throws IOException {
        Map<Integer, Path> cited = new TreeMap<>();
        for (Path file : Sources.under(Path.of("src/main/java"))) {
            Matcher found = CITATION.matcher(Files.readString(file));
            while (found.find()) {
                cited.putIfAbsent(Integer.parseInt(found.group(1)), file);
            }
        }
        return cited;
    }
}
