package org.maillon.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Settings;
import org.maillon.store.StoreException;

class DataFolderTest {
    @TempDir
    Path temp;

    @Test
    void makesAnEmptyOrMissingFolderOurs() throws IOException {
        Path folder = temp.resolve("new/data");
        DataFolder.open(folder).close();
        assertThat(folder.resolve("FORMAT")).hasContent("maillon data format 1\nneeds Maillon 0.1\n");
        assertThat(folder.resolve("LOCK")).hasContent(ProcessHandle.current().pid() + "\n");
        DataFolder.open(folder).close();
    }

    @Test
    void refusesANewerFormatAndSaysWhatReadsIt() throws IOException {
        Path folder = folderWith("FORMAT", "maillon data format 2\nneeds Maillon 3.4\n");
        refused(folder, "format 2", "up to 1", "Maillon 3.4 or newer");
    }

    @Test
    void refusesANewerFormatThatDoesNotSayWhatReadsIt() throws IOException {
        refused(folderWith("FORMAT", "maillon data format 2"), "a newer Maillon");
    }

    @Test
    void refusesADamagedFormat() throws IOException {
        for (String text : new String[] {"", "maillon data format x", "something else\n"}) {
            refused(folderWith("FORMAT", text), "FORMAT is damaged", "restore it from a backup");
        }
    }

    @Test
    void refusesAFolderOfSomethingElse() throws IOException {
        refused(folderWith("letter.txt", "Dear Ada"), "holds 'letter.txt'", "name an empty folder");
    }

    @Test
    void refusesWhatThisProcessHasOpen() {
        Path folder = temp.resolve("data");
        try (DataFolder _ = DataFolder.open(folder)) {
            refused(folder, "in use by this process");
            refused(temp.resolve("./data"), "in use by this process");
        }
        DataFolder.open(folder).close();
    }

    @Test
    void refusesWhatAnotherProcessHasOpenAndNamesIt() throws Exception {
        Path folder = temp.resolve("data");
        Process other = Jvm.start(temp.resolve("errors").toFile(), Jvm.command(CommittingChild.class, folder, "other"));
        try {
            assertThat(other.inputReader().readLine()).startsWith("other");
            assertThatThrownBy(() -> RocksStore.open(folder, Settings.defaults(RocksSettings.class)))
                    .isInstanceOf(DataFolder.RefusedException.class)
                    .hasMessageContaining("in use by process " + other.pid())
                    .hasMessageContaining("stop that one first");
        } finally {
            other.destroyForcibly().waitFor();
        }
        DataFolder.open(folder).close();
    }

    @Test
    void startsAgainWhereAFirstStartDiedAtOnce() throws IOException {
        Path folder = folderWith("LOCK", "4711\n");
        Files.writeString(folder.resolve("FORMAT.new"), "maillon da");
        DataFolder.open(folder).close();
        assertThat(folder.resolve("FORMAT")).exists();
        assertThat(folder.resolve("FORMAT.new")).doesNotExist();
    }

    @Test
    void aPathThatCannotBeAFolderIsSaid() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }

    private Path folderWith(String name, String text) throws IOException {
        Path folder = Files.createTempDirectory(temp, "data");
        Files.writeString(folder.resolve(name), text);
        return folder;
    }

    private static void refused(Path folder, String... words) {
        Map<String, String> before = contents(folder);
        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(DataFolder.RefusedException.class)
                .hasMessageContainingAll(words);
        assertThat(contents(folder)).as("untouched").isEqualTo(before);
    }

    private static Map<String, String> contents(Path folder) {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.toString(), Files.readString(file) + Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }
}
