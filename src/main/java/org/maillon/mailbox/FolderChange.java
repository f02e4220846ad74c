package org.maillon.mailbox;

/** What became of a create, rename or delete of a folder. */
public sealed interface FolderChange {
    /** As it is now, or was when it was deleted. */
    record Done(Folder folder) implements FolderChange {}

    /** Nothing was changed; {@code why} is a sentence for the user. */
    record Refused(String why) implements FolderChange {}
}
