package org.maillon.mailbox;

/** Where a message is, or was. */
record Place(FolderId folder, long uid) {}
