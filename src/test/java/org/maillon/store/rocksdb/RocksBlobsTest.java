package org.maillon.store.rocksdb;

import org.maillon.store.BlobContract;
import org.maillon.store.Engine;

class RocksBlobsTest extends BlobContract {
    @Override
    protected Engine engine() {
        return new RocksEngine();
    }
}
