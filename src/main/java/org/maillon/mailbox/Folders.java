package org.maillon.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.maillon.kernel.Bytes;

/** Making, renaming and deleting folders (RFC 9051 §6.3.4 to §6.3.6). */
final class Folders {
    private static final String TAKEN = "a folder of that name exists: ";

    private final MailboxSettings settings;

    Folders(MailboxSettings settings) {
        this.settings = settings;
    }

    /** INBOX in any case, all else exactly (RFC 9051 §5.1). */
    static Optional<Folder> find(Collection<Folder> folders, String name) {
        String wanted = name.equalsIgnoreCase(Folder.INBOX) ? Folder.INBOX : name;
        return folders.stream().filter(folder -> folder.name().equals(wanted)).findFirst();
    }

    /** The folders above it are made too, where they lack (RFC 9051 §6.3.4). */
    FolderChange create(Draft draft, String name) {
        Optional<String> fault = fault(name);
        if (fault.isPresent()) {
            return new FolderChange.Refused(fault.get());
        } else if (draft.folder(name).isPresent()) {
            return new FolderChange.Refused(TAKEN + name);
        }
        List<String> lacking = lacking(draft, name);
        if (draft.folders().size() + lacking.size() > settings.foldersPerAccount()) {
            return new FolderChange.Refused(tooMany());
        }
        Folder made = draft.addFolder(lacking.getFirst());
        for (String below : lacking.subList(1, lacking.size())) {
            made = draft.addFolder(below);
        }
        return new FolderChange.Done(made);
    }

    /** Those below go along (RFC 9051 §6.3.6). */
    FolderChange rename(Draft draft, FolderId id, String name) {
        Optional<Folder> folder = draft.folder(id);
        Optional<String> fault = fault(name);
        if (folder.isEmpty()) {
            return new FolderChange.Refused("no such folder");
        } else if (id.equals(FolderId.INBOX)) {
            return new FolderChange.Refused("INBOX keeps its name");
        } else if (fault.isPresent()) {
            return new FolderChange.Refused(fault.get());
        } else if (draft.folder(name).isPresent()) {
            return new FolderChange.Refused(TAKEN + name);
        } else if (name.startsWith(folder.get().name() + Folder.SEPARATOR)) {
            return new FolderChange.Refused("a folder cannot be put into itself");
        }
        return rename(draft, folder.get(), name);
    }

    private FolderChange rename(Draft draft, Folder folder, String name) {
        List<Folder> below = draft.folders().values().stream()
                .filter(other -> other.isBelow(folder))
                .toList();
        for (Folder other : below) {
            if (fault(moved(other, folder, name)).isPresent()) {
                return new FolderChange.Refused("the name would be too long for " + other.name());
            }
        }
        List<String> lacking = lacking(draft, name);
        if (draft.folders().size() + lacking.size() - 1 > settings.foldersPerAccount()) {
            return new FolderChange.Refused(tooMany());
        }
        lacking.subList(0, lacking.size() - 1).forEach(draft::addFolder);
        below.forEach(other -> draft.rename(other, moved(other, folder, name)));
        draft.rename(folder, name);
        return new FolderChange.Done(folder.named(name));
    }

    /** Why {@code folder} cannot be deleted, messages aside. */
    static Optional<String> keeps(Draft draft, Folder folder) {
        if (folder.id().equals(FolderId.INBOX)) {
            return Optional.of("INBOX cannot be deleted");
        } else if (draft.folders().values().stream().anyMatch(other -> other.isBelow(folder))) {
            return Optional.of("there are folders in it; delete those first");
        }
        return Optional.empty();
    }

    private static String moved(Folder folder, Folder top, String name) {
        return name + folder.name().substring(top.name().length());
    }

    /** {@code name} and the names above it that do not exist, from the top. */
    private static List<String> lacking(Draft draft, String name) {
        List<String> lacking = new ArrayList<>();
        for (int at = name.indexOf(Folder.SEPARATOR); at >= 0; at = name.indexOf(Folder.SEPARATOR, at + 1)) {
            if (draft.folder(name.substring(0, at)).isEmpty()) {
                lacking.add(name.substring(0, at));
            }
        }
        lacking.add(name);
        return lacking;
    }

    private Optional<String> fault(String name) {
        if (name.isEmpty() || Bytes.utf8(name).length() > settings.folderNameOctets()) {
            return Optional.of("a folder's name has 1 to " + settings.folderNameOctets() + " octets");
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("a folder's name holds no control characters");
        } else if (("/" + name + "/").contains("//")) {
            return Optional.of("each level of a folder's name has a character or more, with one / between");
        } else if (name.regionMatches(true, 0, "INBOX/", 0, 6) && !name.startsWith("INBOX/")) {
            return Optional.of("write INBOX in capitals");
        }
        return Optional.empty();
    }

    private String tooMany() {
        return "an account has at most " + settings.foldersPerAccount() + " folders";
    }
}
