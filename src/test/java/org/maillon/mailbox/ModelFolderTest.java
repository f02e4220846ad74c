package org.maillon.mailbox;

import org.maillon.store.Store;
import org.maillon.store.model.ModelStore;

class ModelFolderTest extends FolderContract {
    @Override
    Store open() {
        return new ModelStore();
    }
}
