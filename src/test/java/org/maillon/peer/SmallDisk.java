package org.maillon.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system in memory, of a few MiB, mounted in a mount namespace of its own: it needs no root and leaves no trace. */
final class SmallDisk implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    private final Process holder;
    private final Path outside;

    private SmallDisk(Process holder, Path outside) {
        this.holder = holder;
        this.outside = outside;
    }

    /** Mounted at {@code folder}, for those who {@link #entrance} in. */
    static SmallDisk at(Path folder, int mebibytes) throws IOException {
        Files.createDirectories(folder);
        String script = "mount -t tmpfs -o mode=700,size=" + mebibytes + "m tmpfs \"$0\" && echo mounted && exec cat";
        Process holder = new ProcessBuilder("unshare", "-rm", "sh", "-c", script, folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = holder.inputReader().readLine();
        if (!"mounted".equals(said)) {
            holder.destroy();
            throw new AssertionError("no file system of our own: " + said);
        }
        return new SmallDisk(
                holder,
                Path.of("/proc/" + holder.pid() + "/root")
                        .resolve(folder.toString().substring(1)));
    }

    /** Put before a command line, lets it see the disk. */
    List<String> entrance() {
        return List.of("nsenter", "-t", Long.toString(holder.pid()), "-U", "-m", "--preserve-credentials");
    }

    /** Its root as this process sees it. */
    Path folder() {
        return outside;
    }

    long free() throws IOException {
        return Files.getFileStore(outside).getUsableSpace();
    }

    /** Another program takes what there is, but for so many octets; with 0, to the last one. */
    void leave(long octets) throws IOException {
        try (OutputStream out = Files.newOutputStream(
                outside.resolve("ballast"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long most = free() - octets; most > 0; most = free() - octets) {
                out.write(new byte[(int) Math.min(PIECE, most)]);
            }
        } catch (IOException e) {
            if (octets > 0 || !String.valueOf(e.getMessage()).contains("No space")) {
                throw e;
            }
        }
    }

    void free(String file) throws IOException {
        Files.delete(outside.resolve(file));
    }

    @Override
    public void close() throws IOException {
        holder.destroy();
    }
}
