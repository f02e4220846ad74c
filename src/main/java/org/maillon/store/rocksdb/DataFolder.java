package org.maillon.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.maillon.store.StoreException;

/**
 * The folder that holds everything: whose format it is ({@code FORMAT}) and which process has it ({@code LOCK}). Both are
 * looked at before anything in it is opened; a folder that is refused is left as it was.
 */
public final class DataFolder implements AutoCloseable {
    /** What this program writes. A change of any room's rows that an older program would misread counts it up. */
    static final int FORMAT = 1;

    /** The first program that reads {@link #FORMAT}: what an older one tells its user to get. */
    private static final String NEEDS = "Maillon 0.1";

    private static final String TITLE = "maillon data format ";

    /** The operating system's locks are the process's, not the channel's: within the process we must count ourselves. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** The folder cannot be used; the message says why and what to do. */
    public static final class RefusedException extends RuntimeException {
        RefusedException(String message) {
            super(message);
        }
    }

    /** Creates the folder where it is missing. */
    public static DataFolder open(Path folder) {
        try {
            Path path = Files.createDirectories(folder).toRealPath();
            boolean fresh = checkFormat(path);
            if (!OURS.add(path)) {
                throw inUse(path, "this process");
            }
            try {
                return lock(path, fresh);
            } catch (IOException | RuntimeException e) {
                OURS.remove(path);
                throw e;
            }
        } catch (IOException e) {
            throw StoreException.broken("the data folder " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // the lock goes with the process at the latest
        } finally {
            OURS.remove(path);
        }
    }

    /** True where the folder is empty and so becomes ours. */
    private static boolean checkFormat(Path path) throws IOException {
        Path file = path.resolve("FORMAT");
        if (Files.notExists(file)) {
            requireEmpty(path);
            return true;
        }
        String[] lines = Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1);
        int format = formatOf(path, lines[0]);
        if (format > FORMAT) {
            String needs =
                    lines.length > 1 && lines[1].startsWith("needs ") ? lines[1].substring(6) : "a newer Maillon";
            throw new RefusedException(
                    "the data in " + path + " are of format " + format + " and this program reads up to " + FORMAT
                            + ": start it with " + needs + " or newer, or name another folder");
        }
        return false;
    }

    private static int formatOf(Path path, String line) {
        try {
            if (line.startsWith(TITLE)) {
                return Integer.parseInt(line.substring(TITLE.length()).strip());
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new RefusedException(path.resolve("FORMAT") + " is damaged: it should begin with '" + TITLE + FORMAT
                + "'; restore it from a backup");
    }

    /** LOCK and a draft are what a first start leaves that died at once. */
    private static void requireEmpty(Path path) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (!name.equals("LOCK") && !name.equals("FORMAT.new")) {
                    throw new RefusedException(
                            path + " holds '" + name + "' but no FORMAT file, so it is not a Maillon data"
                                    + " folder: name an empty folder, or restore FORMAT from a backup");
                }
            }
        }
    }

    private static DataFolder lock(Path path, boolean fresh) throws IOException {
        Path file = path.resolve("LOCK");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path, "process " + Files.readString(file).strip());
            }
            ByteBuffer pid =
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n");
            channel.truncate(0).write(pid, 0);
            if (fresh) {
                writeFormat(path);
            }
            return new DataFolder(path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whole or not at all, and on the disk before the first row is. */
    private static void writeFormat(Path path) throws IOException {
        Path draft = path.resolve("FORMAT.new");
        String text = TITLE + FORMAT + "\nneeds " + NEEDS + "\n";
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(StandardCharsets.US_ASCII.encode(text));
            out.force(true);
        }
        Files.move(draft, path.resolve("FORMAT"), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static RefusedException inUse(Path path, String holder) {
        return new RefusedException("the data folder " + path + " is in use by " + holder
                + ": stop that one first, or name another folder (one folder serves one process)");
    }
}
