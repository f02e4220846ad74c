package org.maillon.simulation;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.kernel.ByteSize;
import org.maillon.mailbox.FolderId;
import org.maillon.mailbox.Message;
import org.maillon.queue.Filter;
import org.maillon.queue.QueueId;
import org.maillon.simulation.Plan.Trouble;
import org.maillon.wire.address.Address;

/** What comes from outside at its own times: letters, crashes, people who change things. */
final class Mischief {
    private static final List<Trouble> TROUBLES = List.of(Trouble.values());

    private final World world;
    private final SplittableRandom entropy;

    Mischief(World world, SplittableRandom entropy) {
        this.world = world;
        this.entropy = entropy;
    }

    void schedule() {
        long length = world.plan.length.toMillis();
        for (int i = 0; i < world.plan.messages; i++) {
            world.time.at(entropy.nextLong(length), world::send);
        }
        int troubles = (int) Math.min(60, 6 + world.plan.length.toMinutes() / 10);
        for (int i = 0; i < troubles; i++) {
            world.time.at(entropy.nextLong(length), this::trouble);
        }
    }

    private void trouble() {
        if (world.plan.isOver()) {
            return;
        }
        switch (TROUBLES.get(entropy.nextInt(TROUBLES.size()))) {
            case CRASHES -> {
                if (world.plan.has(Trouble.CRASHES)) {
                    world.die("at a random moment");
                }
            }
            case STOPS -> {
                if (world.plan.has(Trouble.STOPS)) {
                    world.stopPolitely();
                }
            }
            case CLOCK_JUMPS -> {
                if (world.plan.strikes(Trouble.CLOCK_JUMPS, entropy)) {
                    world.jump();
                }
            }
            case DISK_FULL -> troubleWithTheDisk(Trouble.DISK_FULL, world.disk::fill);
            case COMMITS_FAIL -> troubleWithTheDisk(Trouble.COMMITS_FAIL, world.disk::breakDown);
            case DNS_CHANGES -> {
                if (world.plan.has(Trouble.DNS_CHANGES)) {
                    world.dns.change();
                }
            }
            case DEAD_HOSTS -> {
                if (world.plan.has(Trouble.DEAD_HOSTS)) {
                    toggleHost();
                }
            }
            case OPERATOR, REFUSED_CONNECTIONS, BUSY_PEERS, HANGING_PEERS -> {
                if (world.plan.has(Trouble.OPERATOR)) {
                    operate();
                }
            }
            case DIRECTORY_CHANGES, LATE_ANSWERS -> {
                if (world.plan.has(Trouble.DIRECTORY_CHANGES)) {
                    changeTheDirectory();
                }
            }
            case READERS, GREYLISTING -> {
                if (world.plan.has(Trouble.READERS)) {
                    readMail();
                }
            }
            default -> {}
        }
    }

    private void troubleWithTheDisk(Trouble trouble, Runnable begin) {
        if (world.plan.has(trouble)) {
            world.log.say("the disk: " + trouble);
            begin.run();
            world.time.after(entropy.nextInt(1000, 200_000), () -> {
                world.disk.recover();
                world.log.say("the disk is well again");
            });
        }
    }

    private void toggleHost() {
        List<Host> some = world.hosts.values().stream().filter(h -> !h.calm).toList();
        Host host = some.get(entropy.nextInt(some.size()));
        host.dies(!host.isDead());
        world.log.say(host.name + (host.isDead() ? " goes down" : " comes back"));
    }

    private void operate() {
        List<Booked> open = world.ledger.open();
        if (open.isEmpty()) {
            return;
        }
        QueueId id = open.get(entropy.nextInt(open.size())).id;
        int what = entropy.nextInt(8);
        world.within("operator", now -> {
            Filter filter = Filter.of(id);
            switch (what) {
                case 0, 1 -> world.log.say("hold " + id + ": " + now.queue.hold(filter, "an operator wants a look"));
                case 2, 3 -> world.log.say("release " + id + ": " + now.queue.release(filter));
                case 4, 5 -> world.log.say("retry " + id + ": " + now.queue.retry(filter));
                case 6 -> world.log.say("retry all: " + now.queue.retry(Filter.ALL));
                default -> world.log.say("remove " + id + ": " + now.queue.remove(filter, "an operator wants it gone"));
            }
        });
    }

    private void changeTheDirectory() {
        int what = entropy.nextInt(6);
        world.within("directory", now -> {
            Directory directory = now.directory;
            switch (what) {
                case 0 -> remove(now, World.address("cyd@here.example"));
                case 1 -> {
                    var _ = directory.setQuota(World.address("bob@here.example"), new ByteSize(1000));
                }
                case 2 -> {
                    var _ = directory.setForward(
                            World.address("ann@here.example"), List.of(World.address("cyd@here.example")), true);
                }
                case 3 -> {
                    var _ = directory.setForward(World.address("ann@here.example"), List.of(), true);
                }
                case 4 -> {
                    var _ = directory.removeAlias(World.address("all@here.example"));
                }
                default -> {
                    var _ = directory.setForward(
                            World.address("eve@here.example"), List.of(World.address("dee@here.example")), true);
                }
            }
            world.log.say("the directory is changed: " + what);
        });
    }

    private void remove(Run now, Address address) {
        Optional<Account> removed = now.directory.removeAccount(address).toOptional();
        if (removed.isPresent()) {
            world.ledger.goneAccounts.add(address.toString());
            now.mailboxes.remove(removed.get().id());
            now.directory.forget(removed.get().id());
        }
    }

    /** Somebody picks up mail and deletes it. */
    private void readMail() {
        String name = Landscape.ACCOUNTS.get(entropy.nextInt(Landscape.ACCOUNTS.size()));
        world.within(
                "reader",
                now -> now.directory
                        .account(World.address(name + "@here.example"))
                        .ifPresent(account -> {
                            List<Long> uids =
                                    now.mailboxes.list(account.id(), FolderId.INBOX, 1, World.LAST_UID, 3).stream()
                                            .map(Message::uid)
                                            .toList();
                            world.log.say(
                                    name + " deletes " + now.mailboxes.expunge(account.id(), FolderId.INBOX, uids));
                        }));
    }
}
