package org.maillon.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DirectorySettings;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.mailbox.FolderId;
import org.maillon.mailbox.MailboxSettings;
import org.maillon.mailbox.Mailboxes;
import org.maillon.mailbox.Message;
import org.maillon.queue.BatchReader;
import org.maillon.queue.Filter;
import org.maillon.queue.QueueId;
import org.maillon.simulation.Plan.Trouble;
import org.maillon.store.BlobId;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** Everything that one seed decides: the process, its disk, its net, its clients, its operator and its bad luck. */
final class World {
    /** What a run came to. */
    record Outcome(
            long seed,
            Optional<String> wrong,
            long hash,
            long events,
            Duration lasted,
            int answered,
            int remote,
            int repeated,
            int notices,
            int runs,
            String plan,
            List<String> log) {}

    private static final Duration LONGEST_DRAIN = Duration.ofDays(2);
    private static final String MAILBOX = "mailbox/";
    static final long LAST_UID = 0xFFFF_FFFFL;
    private static final long MOST_STEPS = 3_000_000;

    final long seed;
    final VirtualTime time;
    final Plan plan;
    final EventLog log;
    final Disk disk = new Disk();
    final SimDns dns;
    final SimNet net;
    final Ledger ledger;
    private final SplittableRandom entropy;
    private final SplittableRandom processes;
    final ModelStore model = new ModelStore();
    private final Mailboxes looking;
    final Map<String, Host> hosts = new TreeMap<>();
    private final Letters letters;
    private final Mischief mischief;
    private @Nullable Run run;
    private @Nullable String wrong;
    private int runs;
    private int sending;
    private boolean tidied;

    World(long seed, boolean verbose) {
        this.seed = seed;
        SplittableRandom root = new SplittableRandom(seed);
        plan = new Plan(root.split());
        time = new VirtualTime(root.split());
        log = new EventLog(time, verbose);
        entropy = root.split();
        processes = root.split();
        dns = new SimDns(this, root.split());
        net = new SimNet(this);
        ledger = new Ledger(this);
        letters = new Letters(root.split());
        looking = new Mailboxes(
                model,
                new Mailboxes.Time(time.timeOfDay(), time.steady()),
                root.split(),
                Settings.defaults(MailboxSettings.class));
        Landscape land = new Landscape(this);
        land.layOut(root.split());
        land.furnish(root.split());
        mischief = new Mischief(this, root.split());
    }

    static DirectorySettings directorySettings() {
        return Run.cheapHashes();
    }

    static Address address(String text) {
        int at = text.lastIndexOf('@');
        return new Address(text.substring(0, at), new Domain.Name(text.substring(at + 1)));
    }

    // ---- the story

    Outcome live() {
        try {
            boot();
            mischief.schedule();
            long end = plan.length.toMillis();
            while (wrong == null && time.now() < end && step()) {}
            calm();
            long bound = time.now() + LONGEST_DRAIN.toMillis();
            while (wrong == null && !isDrained()) {
                if (time.now() > bound || !step()) {
                    complain("the queue does not drain: after " + LONGEST_DRAIN + " without trouble there are still "
                            + ledger.open().stream().map(m -> m.id.toString()).toList());
                }
            }
            if (wrong == null) {
                lookAtTheEnd();
            }
        } catch (RuntimeException | StackOverflowError e) {
            failed(e);
        }
        return new Outcome(
                seed,
                Optional.ofNullable(wrong),
                log.hash(),
                log.lines(),
                Duration.ofMillis(time.now()),
                ledger.answeredYes,
                ledger.deliveredRemote,
                ledger.repeated,
                ledger.notices,
                runs,
                plan.toString(),
                log.kept());
    }

    private long steps;

    private boolean step() {
        if (steps++ > MOST_STEPS) {
            complain("no end after " + MOST_STEPS + " steps");
        }
        return time.step();
    }

    private boolean isDrained() {
        Run now = run;
        return now != null
                && now.isReady()
                && tidied
                && sending == 0
                && ledger.open().isEmpty()
                && now.queue.messages() == 0;
    }

    void complain(String what) {
        log.say("WRONG: " + what);
        if (wrong == null) {
            wrong = what;
        }
    }

    void failed(Throwable ours) {
        StringWriter trace = new StringWriter();
        ours.printStackTrace(new PrintWriter(trace));
        complain("the simulation itself failed: " + trace);
    }

    int runs() {
        return runs;
    }

    boolean isDown() {
        return run == null;
    }

    Bytes octetsOf(BlobId blob) {
        try (InputStream in = model.blobs().read(blob).orElseGet(() -> {
            complain("law 4: the octets " + blob + " are gone while somebody holds them");
            return InputStream.nullInputStream();
        })) {
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- life and death

    private void boot() {
        runs++;
        log.say("run " + runs + " starts");
        SplittableRandom random = processes.split();
        Run next = new Run(this, new SimStore(this, model, random.split()), random);
        run = next;
        next.start();
    }

    void started(Run which) {
        if (which != run) {
            return;
        }
        for (Booked mail : ledger.open()) {
            try {
                if (which.queue.show(mail.id).isEmpty() && !mail.hasEnded()) {
                    complain("law 1: " + mail.id + " was durable and is not read back");
                }
            } catch (StoreException _) {
                // the disk cannot be read: looked at after the next start
            }
        }
    }

    void failedToStart() {
        time.at(time.now(), () -> die("it could not start"));
    }

    /** On a thread of the process: it never comes back. */
    void crashIf(Trouble trouble, SplittableRandom random, String when) {
        if (plan.strikes(trouble, random) && random.nextInt(16) == 0) {
            die(when);
            while (true) {
                LockSupport.park();
            }
        }
    }

    void die(String when) {
        Run dying = run;
        if (dying == null) {
            return;
        }
        log.say("the process dies " + when);
        run = null;
        sending = 0;
        dying.fibers.kill();
        time.forgetNaps();
        ledger.died();
        model.reopen();
        if (plan.strikes(Trouble.CLOCK_JUMPS_WHILE_DOWN, entropy)) {
            jump();
        }
        time.after(entropy.nextInt(50, 60_000), this::boot);
    }

    void jump() {
        int days = entropy.nextBoolean() ? 365 : -365;
        log.say("the clock jumps by " + days + " days");
        time.set(Duration.ofDays(days));
    }

    void stopPolitely() {
        Run stopping = run;
        if (stopping != null && stopping.isReady()) {
            log.say("the process is told to stop");
            stopping.fibers.start("stop", () -> {
                stopping.queue.close();
                time.at(time.now(), () -> {
                    if (run == stopping) {
                        die("after a stop");
                    }
                });
            });
        }
    }

    void send() {
        Run now = run;
        if (now == null || !now.isReady() || plan.isOver()) {
            return;
        }
        SimClient client = new SimClient(this, entropy.split(), letters.next());
        sending++;
        now.serve(client, () -> sending--);
    }

    /** Runs something on a thread of the process, which may find the disk in a bad state. */
    void within(String name, Consumer<Run> work) {
        Run now = run;
        if (now != null && now.isReady()) {
            now.fibers.start(name, () -> {
                try {
                    work.accept(now);
                } catch (StoreException e) {
                    log.say(name + " fails: " + e.getMessage());
                }
            });
        }
    }

    // ---- what must hold

    /** What has come into a mailbox, for the books. */
    void lookInto(Partition partition) {
        if (partition.name().startsWith(MAILBOX)) {
            AccountId account = new AccountId(Long.parseLong(partition.name().substring(MAILBOX.length())));
            looking.list(account, FolderId.INBOX, ledger.lastSeen(account) + 1, LAST_UID, Integer.MAX_VALUE)
                    .forEach(message -> ledger.inMailbox(account, message));
        }
    }

    private List<Message> allInMailboxes() {
        Directory directory = new Directory(model, time.timeOfDay(), new SplittableRandom(0), directorySettings());
        return Stream.of("here.example", "there.example")
                .flatMap(domain -> directory.accounts(new Domain.Name(domain)))
                .flatMap(account -> looking.list(account.id(), FolderId.INBOX, 1, LAST_UID, Integer.MAX_VALUE).stream())
                .toList();
    }

    private void calm() {
        log.say("all trouble ends");
        plan.end();
        disk.recover();
        die("for the last time: a message may lie on the disk of which nobody was told");
        releaseAll();
    }

    private void releaseAll() {
        if (run != null && run.isReady()) {
            within("operator", now -> {
                now.queue.release(Filter.ALL);
                var _ = now.directory.setQuota(address("bob@here.example"), new ByteSize(1L << 30));
                now.directory
                        .domains()
                        .forEach(domain -> now.directory
                                .accounts(domain.name())
                                .forEach(account -> now.mailboxes.recover(account.id())));
                tidied = true;
            });
        } else {
            time.after(1000, this::releaseAll);
        }
    }

    private void lookAtTheEnd() {
        List<Message> messages = allInMailboxes();
        ledger.balance();
        for (int shard = 0; shard < QueueId.SHARDS; shard++) {
            Partition partition = Partition.journal(String.format("queue/%02d", shard));
            if (!model.scan(partition, KeyRange.prefix(BatchReader.prefixOfLiveRows()), 1, Store.Direction.FORWARD)
                    .isEmpty()) {
                complain("law 2: rows of a message stayed behind in " + partition.name());
            }
        }
        Set<BlobId> wanted = new HashSet<>();
        messages.forEach(message -> wanted.add(message.blob()));
        model.holders().forEach((blob, names) -> {
            if (!wanted.contains(blob)) {
                complain("law 4: the octets " + QueueId.read(new ByteReader(blob.name())) + " stay behind, held as "
                        + names);
            }
        });
    }
}
