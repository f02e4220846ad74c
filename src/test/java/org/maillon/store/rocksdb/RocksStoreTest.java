package org.maillon.store.rocksdb;

import org.maillon.store.Engine;
import org.maillon.store.StoreContract;

class RocksStoreTest extends StoreContract {
    @Override
    protected Engine engine() {
        return new RocksEngine();
    }
}
