package org.maillon.app.wiring;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.BiFunction;
import org.maillon.app.config.LoadedConfig;
import org.maillon.store.StoreException;
import org.maillon.store.rocksdb.DataFolder;
import org.maillon.store.rocksdb.RocksStore;

/** Files and folders that nobody but their owner may open: they hold mail and the way to rule the server. */
public final class OwnFolder {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnFolder() {}

    /** Makes it where it is missing, and closes it to others where it is open to them. */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (POSIX && !Files.getPosixFilePermissions(folder).equals(FOLDER)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    /** Closes a file or socket to others. */
    public static void close(Path file) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /** Writes a new file that was never open to others, not even for a moment. */
    public static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        if (POSIX) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        }
        Files.writeString(file, text);
    }

    /** The system's exceptions say a path and leave the rest to their names. */
    static String words(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException taken -> taken.getFile() + " is no folder; name another, or move it away";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException closed ->
                "no permission for " + closed.getFile() + "; run as the user it belongs to";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** What is joined over the store of the data folder; the store is closed again where that fails. */
    static <T> T openStore(LoadedConfig loaded, BiFunction<LoadedConfig, RocksStore, T> joined)
            throws CannotStartException {
        Path data = loaded.data();
        try {
            make(data);
            RocksStore store = RocksStore.open(data, loaded.config().store());
            try {
                return joined.apply(loaded, store);
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (DataFolder.RefusedException | StoreException | IllegalArgumentException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CannotStartException("the data folder " + data + " cannot be opened: " + words(e), e);
        }
    }
}
