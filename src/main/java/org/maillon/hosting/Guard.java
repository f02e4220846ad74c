package org.maillon.hosting;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.maillon.kernel.Durations;
import org.maillon.kernel.Network;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Seldom;
import org.maillon.store.Store;
import org.maillon.store.StoreException;
import org.maillon.wire.address.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps those out who guess. A failed log-in makes the next one from that address, or for that account, wait, each time
 * longer up to a bound; so many block the address, or the account. Tries under way count as if they had failed: many at
 * once are no more than one after another.
 *
 * <p>The threats: a list of passwords tried from one address (it is slowed down, then blocked; by IPv6 its /64); one
 * account tried from very many addresses (the account is blocked); a stranger who fails on purpose to lock the owner out
 * (addresses the account has logged in from are not concerned by that block), or an office (at a blocked address accounts
 * that have logged in from it go through a {@link NarrowDoor}); somebody who wants to know which accounts
 * exist (what is refused and how long it takes depends on what was typed, never on whether it exists); a flood of
 * addresses that is to fill our memory (the least used counts are forgotten).
 */
public final class Guard implements LogInGate, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** A name longer than any there is counts as its first part: nobody fills memory with names. */
    private static final int LONGEST_LOGIN = 320;

    private static final Duration TURN = Duration.ofMillis(50);
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

    private static final String NO_ADDRESS = "login ";
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1F\\x7F-\\x9F]");

    private final GuardSettings settings;
    private final InstantSource clock;
    private final Pauses pauses;
    private final Strikes strikes;
    private final Blocks blocks;
    private final KnownAddresses known;
    private final NarrowDoor narrowDoor;
    private final Seldom full;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param steady for what is remembered: a clock that is set must not forgive or prolong */
    public record Time(InstantSource clock, InstantSource steady, Pauses pauses) {}

    public Guard(Store store, Time time, GuardSettings settings) {
        this.settings = settings;
        this.clock = time.clock();
        this.pauses = time.pauses();
        this.full = new Seldom(Duration.ofMinutes(1), time.steady());
        this.strikes = new Strikes(settings, time.steady());
        this.blocks = new Blocks(store, time.clock(), settings);
        this.known = new KnownAddresses(store, time.clock(), time.steady(), settings);
        this.narrowDoor = new NarrowDoor(settings, time.steady(), blocks);
    }

    /** Waits where the one before has failed, up to {@code delay-most}. */
    @Override
    public Optional<Refused> mayTry(InetAddress address, String login) {
        String from = Network.neighbourhood(address);
        String name = name(login);
        Optional<Block> block = blockOf(address, from, name);
        if (block.isPresent()) {
            return block.map(this::refused);
        }
        if (ofFailures(address, from).isPresent()) {
            return Optional.empty(); // what waits there is the refusal
        }
        int failures = Math.max(strikes.of(from), strikes.of(pair(name, from)));
        await(Strikes.delay(failures, settings));
        return blockOf(address, from, name).map(this::refused); // others have tried meanwhile
    }

    private Optional<Block> blockOf(InetAddress address, String from, String name) {
        boolean narrow = ofFailures(address, from).isPresent();
        return blocks.of(from)
                .filter(block -> block.byHand() && !address.isLoopbackAddress())
                .or(() -> blocks.of(name)
                        .filter(_ -> !name.isEmpty())
                        .filter(block -> block.byHand()
                                || !narrow && !address.isLoopbackAddress() && !isKnown(name, from, true)));
    }

    /** The block that failures have brought upon an address. */
    private Optional<Block> ofFailures(InetAddress address, String from) {
        return address.isLoopbackAddress() ? Optional.empty() : blocks.of(from).filter(block -> !block.byHand());
    }

    private boolean isKnown(String name, String from, boolean inDoubt) {
        try {
            return known.include(name, from);
        } catch (StoreException e) {
            LOG.warn(
                    "whether {} has logged in from {} before is not known just now: {}",
                    shown(name),
                    from,
                    e.getMessage());
            return inDoubt;
        }
    }

    /** Whoever tries much at once waits until so few are under way that all of them may fail. */
    @Override
    public Entry enter(InetAddress address, String login) {
        String from = Network.neighbourhood(address);
        String name = name(login);
        List<String> counted = counted(address, from, name);
        for (Duration left = LONGEST_TURN; ; left = left.minus(TURN)) {
            boolean begun = begin(counted);
            Optional<Entry> blocked = blocked(address, from, name); // made before the failures were forgotten
            if (begun && blocked.isPresent()) {
                counted.forEach(strikes::end);
            }
            if (begun || blocked.isPresent()) {
                return blocked.orElseGet(() -> new Entry.Open(counted));
            }
            if (!left.isPositive()) {
                return new Entry.Shut(refused(clock.instant().plus(LONGEST_TURN)));
            }
            await(TURN);
        }
    }

    /** Of what a failure there would be one more. */
    private List<String> counted(InetAddress address, String from, String name) {
        if (address.isLoopbackAddress()) {
            return List.of();
        }
        return name.isEmpty() || isKnown(name, from, true) ? List.of(from) : List.of(from, name);
    }

    private boolean begin(List<String> counted) {
        for (int i = 0; i < counted.size(); i++) {
            int most = i == 0 ? settings.addressFailures() : settings.accountFailures();
            if (!strikes.begin(counted.get(i), most)) {
                counted.subList(0, i).forEach(strikes::end);
                return false;
            }
        }
        return true;
    }

    private Optional<Entry> blocked(InetAddress address, String from, String name) {
        Optional<Block> block = blockOf(address, from, name);
        return block.isPresent()
                ? Optional.of(new Entry.Shut(refused(block.get())))
                : ofFailures(address, from)
                        .map(_ -> narrowDoor.open(name, from, !name.isEmpty() && isKnown(name, from, false)));
    }

    @Override
    public void leave(InetAddress address, String login, Entry entry) {
        switch (entry) {
            case Entry.Open(List<String> counted) -> counted.forEach(strikes::end);
            case Entry.Narrow narrow
            when narrow.lets() -> narrowDoor.leave(name(login), Network.neighbourhood(address));
            case Entry.Narrow _, Entry.Shut _ -> {}
        }
    }

    @Override
    public void await(CountDownLatch known, Entry.Narrow narrow) {
        try {
            var _ = pauses.pause(known, narrowDoor.left(narrow));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Refused refused(InetAddress address, String login, Entry.Narrow narrow) {
        String from = Network.neighbourhood(address);
        if (narrow.lets()) {
            narrowDoor
                    .failed(name(login), from)
                    .ifPresent(block -> LOG.warn(
                            "{} is blocked until {}: {}",
                            block.whom(),
                            block.until().orElse(Instant.MAX),
                            block.why()));
        }
        await(narrowDoor.left(narrow));
        return refused(ofFailures(address, from).flatMap(Block::until).orElse(clock.instant()));
    }

    private Refused refused(Block block) {
        return refused(block.until().orElse(clock.instant().plus(Duration.ofDays(1))));
    }

    private Refused refused(Instant until) {
        return new Refused(Duration.between(clock.instant(), until), "Too many log-ins have failed; try again later");
    }

    private void await(Duration delay) {
        try {
            if (delay.isPositive()) {
                var _ = pauses.pause(closed, delay);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void failed(InetAddress address, String login) {
        String from = Network.neighbourhood(address);
        String name = name(login);
        if (ofFailures(address, from).isPresent()) {
            return; // counted where it was let try
        }
        int ofAddress = strikes.add(from);
        strikes.add(pair(name, from));
        if (ofAddress >= settings.addressFailures() && !address.isLoopbackAddress()) {
            block(from, ofAddress + " failed log-ins, the last as " + shown(name));
        }
        if (!name.isEmpty() && !address.isLoopbackAddress() && !isKnown(name, from, true)) {
            int ofAccount = strikes.add(name);
            if (ofAccount >= settings.accountFailures()) {
                block(name, ofAccount + " failed log-ins, the last from " + from);
            }
        }
    }

    private void block(String whom, String why) {
        Optional<Block> made = blocks.next(whom, why);
        if (made.isPresent()) {
            strikes.forget(whom);
            Instant until = made.get().until().orElse(Instant.MAX);
            LOG.warn("{} is blocked until {}: {}", shown(whom), until, why);
        } else if (full.isTime()) {
            LOG.warn("{} would be blocked, but {} are already by hand: {}", shown(whom), settings.entries(), why);
        }
    }

    /** What an owner mistyped before is forgiven; what others failed from there is not. */
    @Override
    public void succeeded(InetAddress address, String login) {
        String from = Network.neighbourhood(address);
        String name = name(login);
        narrowDoor.succeeded(name, from);
        int mistyped = strikes.of(pair(name, from));
        if (mistyped > 0) {
            strikes.take(from, mistyped);
            strikes.forget(pair(name, from));
        }
        try {
            known.add(name, from);
        } catch (StoreException e) {
            LOG.warn("that {} has logged in from {} is not remembered: {}", shown(name), from, e.getMessage());
        }
    }

    /** Those that hold now, the latest first. */
    public List<Block> blocks() {
        return blocks.all();
    }

    /**
     * An operator's block, which holds for all addresses.
     *
     * @param whom an address, a /64, or a log-in
     * @param length empty: until it is removed
     */
    public Block block(String whom, Optional<Duration> length, String why) {
        Block block = blocks.byHand(folded(whom), length, why);
        LOG.info(
                "{} is blocked by an operator{}",
                block.whom(),
                length.map(it -> " for " + Durations.format(it)).orElse(""));
        return block;
    }

    /** Whether there was a block; its failures are forgotten as well. */
    public boolean unblock(String whom) {
        strikes.forget(folded(whom));
        narrowDoor.unblock(folded(whom));
        return blocks.remove(folded(whom));
    }

    /** An address counts as its neighbourhood, an account at one as it is shown, anything else as a log-in. */
    private static String folded(String whom) {
        if (whom.contains(NarrowDoor.FROM)) {
            return Names.fold(whom);
        }
        try {
            String address = whom.endsWith("/64") ? whom.substring(0, whom.length() - 3) : whom;
            return Network.neighbourhood(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return name(whom);
        }
    }

    private static String name(String login) {
        String folded = Names.fold(login);
        String bounded = folded.length() <= LONGEST_LOGIN ? folded : folded.substring(0, LONGEST_LOGIN);
        // who gives an IP address as the name must not count as that address, nor as an account at one, however written
        boolean plain = bounded.indexOf('@') > 0
                && !bounded.contains(NarrowDoor.FROM)
                && bounded.chars().noneMatch(Character::isISOControl);
        return bounded.isEmpty() || plain
                ? bounded
                : NO_ADDRESS + CONTROLS.matcher(bounded).replaceAll("\uFFFD");
    }

    private static String pair(String name, String from) {
        return name + "\0" + from;
    }

    /** People type passwords where the name belongs: what is no address is not written down. */
    static String shown(String name) {
        return isMailAddress(name) || isAddress(name) ? name : "somebody";
    }

    /** A password may have an at sign in it; that it is an address at a domain below another is unlikely enough. */
    private static boolean isMailAddress(String name) {
        return LoginName.parse(name)
                .filter(address -> address.domain() instanceof Domain.Name domain
                        && domain.ascii().indexOf('.') > 0)
                .isPresent();
    }

    private static boolean isAddress(String text) {
        return text.indexOf('.') > 0 && text.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
                || text.endsWith("/64");
    }

    /** Nobody waits any longer. */
    @Override
    public void close() {
        closed.countDown();
    }
}
