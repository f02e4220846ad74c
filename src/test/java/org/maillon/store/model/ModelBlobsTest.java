package org.maillon.store.model;

import org.maillon.store.BlobContract;
import org.maillon.store.Engine;

class ModelBlobsTest extends BlobContract {
    @Override
    protected Engine engine() {
        return new ModelEngine();
    }
}
