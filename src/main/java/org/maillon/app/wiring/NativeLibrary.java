package org.maillon.app.wiring;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Native libraries, laid down where {@code java.library.path} finds them: left to themselves, RocksDB unpacks 17 MB and the
 * crypto provider 10 MB from their jars into the temporary folder at each start.
 */
public final class NativeLibrary {
    private static final String CRYPTO = "amazonCorrettoCryptoProvider";

    private NativeLibrary() {}

    /** @return RocksDB's file, or a sentence why there is none is thrown */
    public static Path unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        String packed = Environment.getJniLibraryFileName("rocksdb");
        Path file = folder.resolve(System.mapLibraryName("rocksdbjni"));
        if (!unpack(RocksDB.class, "/" + packed, file)) {
            throw new IOException("RocksDB has no library for this system: " + packed);
        }
        String crypto = System.mapLibraryName(CRYPTO);
        var _ = unpack(
                AmazonCorrettoCryptoProvider.class, crypto, folder.resolve(crypto)); // without it, the JDK's serves
        return file;
    }

    /** False where the jar has none for this system. */
    private static boolean unpack(Class<?> owner, String packed, Path file) throws IOException {
        try (InputStream in = owner.getResourceAsStream(packed)) {
            if (in == null) {
                return false;
            }
            Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "library", ".new");
            Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }
}
