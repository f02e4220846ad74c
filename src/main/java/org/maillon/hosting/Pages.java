package org.maillon.hosting;

import java.util.List;
import java.util.stream.Stream;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Row;
import org.maillon.store.Store;

/** A range of rows, read a page at a time: a domain of a million accounts is listed in the memory of one page. */
record Pages(Store store, Partition partition, KeyRange range, int size) {
    Stream<Row> rows() {
        return Stream.iterate(page(range), page -> !page.isEmpty(), this::next).flatMap(List::stream);
    }

    private List<Row> next(List<Row> page) {
        return page.size() < size ? List.of() : page(range.after(page.getLast().key()));
    }

    private List<Row> page(KeyRange part) {
        return store.scan(partition, part, size, Store.Direction.FORWARD);
    }
}
