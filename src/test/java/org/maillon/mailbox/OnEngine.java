package org.maillon.mailbox;

import static org.maillon.mailbox.Post.ADA;
import static org.maillon.mailbox.Post.ROOMY;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.maillon.store.Store;

/** A mailbox on one engine, audited after each test. */
abstract class OnEngine {
    Store store;
    Post post;
    Mailboxes mailboxes;

    abstract Store open();

    @BeforeEach
    void begin() {
        store = open();
        post = new Post(store);
        mailboxes = post.mailboxes();
    }

    @AfterEach
    void everyCountIsRight() {
        try {
            new Audit(store).check(mailboxes, ADA);
        } finally {
            store.close();
        }
    }

    Stored deliver(Arrival letter) {
        return mailboxes.deliver(ADA, ROOMY, letter);
    }

    Flagged flag(List<Long> uids, FlagEdit edit) {
        return mailboxes.setFlags(ADA, FolderId.INBOX, uids, edit, OptionalLong.empty());
    }

    Folder inbox() {
        return mailboxes.folder(ADA, FolderId.INBOX).orElseThrow();
    }

    FolderId create(String name) {
        return ((FolderChange.Done) mailboxes.create(ADA, name)).folder().id();
    }

    static Arrival into(String folder, Arrival letter) {
        return new Arrival(
                letter.key(),
                folder,
                letter.prefix(),
                letter.blob(),
                letter.reference(),
                letter.size(),
                letter.at(),
                letter.flags());
    }

    String text(Message message) throws IOException {
        try (InputStream octets = mailboxes.read(message).orElseThrow()) {
            return new String(octets.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static List<Long> longs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    interface Work<T> {
        T at(int number);
    }

    static <T> List<T> atOnce(int times, Work<T> work) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int number = i;
            calls.add(() -> work.at(number));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> outcomes = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                outcomes.add(future.get());
            }
            return outcomes;
        }
    }
}
