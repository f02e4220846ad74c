package org.maillon.app.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's library, laid down where {@code java.library.path} finds it: left to itself, RocksDB unpacks 17 MB from its jar
 * into the temporary folder at each start.
 */
public final class NativeLibrary {
    private NativeLibrary() {}

    /** @return the file, or a sentence why there is none is thrown */
    public static Path unpack(Path folder) throws IOException {
        String packed = Environment.getJniLibraryFileName("rocksdb");
        Path file = folder.resolve(System.mapLibraryName("rocksdbjni"));
        Files.createDirectories(folder);
        try (InputStream in = RocksDB.class.getClassLoader().getResourceAsStream(packed)) {
            if (in == null) {
                throw new IOException("RocksDB has no library for this system: " + packed);
            }
            Path draft = Files.createTempFile(folder, "rocksdbjni", ".new");
            Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }
}
