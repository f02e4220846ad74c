package org.maillon.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.maillon.app.wiring.OwnFolder;

/**
 * Where the control socket of a data folder is: in the folder, unless its path is longer than the system takes for a socket
 * (108 octets on Linux, 104 on macOS). Then it is in a folder of the user's own below the system's temporary one, under a
 * name made from the data folder's path, so that both sides find it without being told.
 */
final class ControlPath {
    private static final int LONGEST = 100;

    private ControlPath() {}

    static Path of(Path data) throws IOException {
        Path real = data.toRealPath();
        Path near = real.resolve("control.sock");
        return fits(near) ? near : away(real);
    }

    private static Path away(Path real) throws IOException {
        Path below = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
        Path away = below.resolve("maillon-" + digest(real.toString())).resolve("control.sock");
        if (!fits(away)) {
            throw new IOException(
                    "the path of the data folder " + real + " is too long for a control socket, and so is " + away
                            + ": use a data folder with a shorter path");
        }
        return away;
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    /** For the server: makes the socket's folder, and makes sure that it is nobody else's. */
    static void prepare(Path socket, Path data) throws IOException {
        Path folder = Objects.requireNonNull(socket.getParent());
        OwnFolder.make(folder);
        requireOwn(folder, data);
        Files.deleteIfExists(socket); // whoever bound it is gone: we hold the data folder's lock
    }

    /** A folder or socket that another user put there is not to be trusted, whatever it says. */
    static void requireOwn(Path path, Path data) throws IOException {
        UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        UserPrincipal ours = Files.getOwner(data);
        if (!owner.equals(ours) && !isRoot(owner)) {
            throw new IOException(path + " belongs to " + owner.getName() + " and the data folder to " + ours.getName()
                    + ": it is not ours, and not used");
        }
    }

    static boolean isRoot(UserPrincipal user) {
        return user.getName().equals("root") || user.getName().equals("0");
    }

    private static String digest(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
