package org.maillon.mailbox;

import org.maillon.store.Store;
import org.maillon.store.model.ModelStore;

class ModelMailboxTest extends MailboxContract {
    @Override
    Store open() {
        return new ModelStore();
    }
}
