package org.maillon.hosting;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The way in at an address that is blocked for what others failed there, such as that of an office behind one address: for
 * accounts that have logged in from it before, and for nobody else.
 *
 * <p>The threats: who guesses there goes on with the accounts of the office (each pair of account and address has few tries,
 * counted before they are made, then a block of its own, each time longer); who wants to know which accounts that are
 * (all are refused in the same words, at the same time after the question, whatever was computed until then).
 */
final class NarrowDoor {
    static final String FROM = " from ";

    private final GuardSettings settings;
    private final InstantSource steady;
    private final Strikes strikes;
    private final Blocks blocks;

    NarrowDoor(GuardSettings settings, InstantSource steady, Blocks blocks) {
        this.settings = settings;
        this.steady = steady;
        this.strikes = new Strikes(settings, steady);
        this.blocks = blocks;
    }

    /** By which its block is shown and undone. */
    static String pair(String name, String from) {
        return name + FROM + from;
    }

    /** Takes one of the pair's tries until it is left; whoever has none left is as a stranger. */
    LogInGate.Entry.Narrow open(String name, String from, boolean known) {
        String pair = pair(name, from);
        boolean lets = known && strikes.begin(pair, settings.pairFailures());
        if (lets && blocks.of(pair).isPresent()) {
            strikes.end(pair);
            lets = false;
        }
        return new LogInGate.Entry.Narrow(lets, steady.instant());
    }

    void leave(String name, String from) {
        strikes.end(pair(name, from));
    }

    /** How long until the refusal is said. */
    Duration left(LogInGate.Entry.Narrow narrow) {
        Instant due = narrow.asked().plus(settings.blockedDelay());
        return Duration.between(steady.instant(), due);
    }

    /** Counts it; the block, where these were all the tries of the pair. */
    Optional<Block> failed(String name, String from) {
        String pair = pair(name, from);
        int failures = strikes.add(pair);
        if (failures < settings.pairFailures()) {
            return Optional.empty();
        }
        Optional<Block> made = blocks.next(pair, failures + " failed log-ins while the address was blocked");
        made.ifPresent(_ -> strikes.forget(pair)); // else they go on keeping it out
        return made;
    }

    void succeeded(String name, String from) {
        strikes.forget(pair(name, from));
    }

    /** Those that are about an address or a log-in go with its own block. */
    void unblock(String whom) {
        strikes.forget(whom);
        blocks.all().stream()
                .map(Block::whom)
                .filter(pair -> pair.startsWith(whom + FROM) || pair.endsWith(FROM + whom))
                .forEach(pair -> {
                    strikes.forget(pair);
                    blocks.remove(pair);
                });
    }
}
