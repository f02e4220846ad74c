package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillon.hosting.Town;
import org.maillon.wire.address.Address;

/** A list in parts, some of which fail. */
class ListCheckTest {
    private final List<Integer> parts = new ArrayList<>();

    private int check(String exits) {
        int count = exits.length() * ListCheck.PART - 1;
        List<Address> all = IntStream.range(0, count)
                .mapToObj(i -> Town.address("x" + i + "@there.example"))
                .toList();
        return ListCheck.inParts(all, part -> {
            parts.add(part.size());
            return exits.charAt(parts.size() - 1) == 'x' ? Exit.NO_DATA : Exit.DONE;
        });
    }

    @Test
    void aPartThatFailsDoesNotEndTheList() {
        assertThat(check(".x.")).isEqualTo(Exit.NO_DATA);
        assertThat(parts).containsExactly(ListCheck.PART, ListCheck.PART, ListCheck.PART - 1);
    }

    @ParameterizedTest(name = "{0}: {1} parts")
    @CsvSource({"xx.xx., 6", "xxx..., 3", "....., 5"})
    void whereAllPartsFailItEnds(String exits, int tried) {
        check(exits);
        assertThat(parts).hasSize(tried);
    }
}
