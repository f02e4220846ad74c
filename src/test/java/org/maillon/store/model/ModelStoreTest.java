package org.maillon.store.model;

import org.maillon.store.Engine;
import org.maillon.store.StoreContract;

class ModelStoreTest extends StoreContract {
    @Override
    protected Engine engine() {
        return new ModelEngine();
    }
}
