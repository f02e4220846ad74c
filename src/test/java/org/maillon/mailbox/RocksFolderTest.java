package org.maillon.mailbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.maillon.kernel.Settings;
import org.maillon.store.Store;
import org.maillon.store.rocksdb.RocksSettings;
import org.maillon.store.rocksdb.RocksStore;

class RocksFolderTest extends FolderContract {
    @TempDir
    Path folder;

    @Override
    Store open() {
        return RocksStore.open(folder, Settings.defaults(RocksSettings.class));
    }
}
