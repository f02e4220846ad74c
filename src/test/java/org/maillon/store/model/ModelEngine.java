package org.maillon.store.model;

import org.maillon.store.Engine;
import org.maillon.store.Store;

/** The model under the contract suites. */
final class ModelEngine implements Engine {
    @Override
    public Store open() {
        return new ModelStore();
    }

    @Override
    public Store crashAndReopen(Store store) {
        ModelStore model = (ModelStore) store;
        model.crash();
        return model.reopen();
    }

    @Override
    public int chunkSize() {
        return ModelStore.CHUNK_SIZE;
    }

    @Override
    public long chunks(Store store) {
        return ((ModelStore) store).chunks();
    }

    @Override
    public void close() {}
}
