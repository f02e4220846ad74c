package org.maillon.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.maillon.kernel.Settings;
import org.maillon.store.Engine;
import org.maillon.store.Store;

/** RocksDB under the contract suites, with small chunks. A crash is a copy of the folder, taken while the store is open. */
final class RocksEngine implements Engine {
    static final RocksSettings SMALL =
            Settings.read(RocksSettings.class, Map.of("chunk-size", "4KiB", "write-memory", "8MiB", "reserve", "0"));

    private final Path folder;
    private int crashes;

    RocksEngine() {
        try {
            folder = Files.createTempDirectory("maillon-store");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Store open() {
        return RocksStore.open(data(), SMALL);
    }

    @Override
    public Store crashAndReopen(Store store) {
        Path before = data();
        crashes++;
        copy(before, data());
        store.close();
        return open();
    }

    private Path data() {
        return folder.resolve("data" + crashes);
    }

    @Override
    public int chunkSize() {
        return 4096;
    }

    @Override
    public long chunks(Store store) {
        AtomicLong keys = new AtomicLong();
        ((RocksStore) store).database().eachKey(Column.CHUNKS, new byte[0], _ -> keys.incrementAndGet());
        return keys.get();
    }

    @Override
    public void close() {
        delete(folder);
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
