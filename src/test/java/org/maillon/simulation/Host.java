package org.maillon.simulation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.maillon.simulation.Plan.Trouble;

/** Another server: what it can do, and what is wrong with it. */
final class Host {
    /** Where in the conversation. */
    enum Phase {
        CONNECT,
        GREETING,
        HELLO,
        MAIL,
        RCPT,
        DATA,
        DOT,
        RSET,
        QUIT
    }

    /** What it does instead of what it should. */
    enum Mood {
        FINE,
        TEMPORARY,
        PERMANENT,
        LEAVES,
        HANGS,
        DROPS,
        LATE,
        GARBLED,
        ENDLESS
    }

    final String name;
    final InetAddress address;
    final boolean lmtp;
    final boolean calm;
    final List<String> extensions;
    final int mostRecipients;
    final int mostMessages;
    private final World world;
    private final SplittableRandom entropy;
    private final long greyFor;
    private final Map<String, Long> greyUntil = new HashMap<>();
    private boolean dead;

    Host(World world, String name, InetAddress address, SplittableRandom entropy) {
        this.world = world;
        this.entropy = entropy;
        this.name = name;
        this.address = address;
        this.lmtp = name.startsWith("lmtp");
        this.calm = name.startsWith("calm");
        this.mostRecipients = entropy.nextInt(3) == 0 ? entropy.nextInt(1, 5) : 0;
        this.mostMessages = entropy.nextInt(4) == 0 ? entropy.nextInt(1, 4) : 0;
        this.extensions = extensions();
        this.greyFor =
                world.plan.strikes(Trouble.GREYLISTING, entropy) || entropy.nextInt(3) == 0 && has(Trouble.GREYLISTING)
                        ? entropy.nextInt(60_000, 3_600_000)
                        : 0;
        this.dead = !calm && has(Trouble.DEAD_HOSTS) && entropy.nextInt(3) == 0;
    }

    private boolean has(Trouble trouble) {
        return !calm && world.plan.has(trouble);
    }

    /** Empty: it knows HELO only. */
    private List<String> extensions() {
        if (!lmtp && entropy.nextInt(12) == 0) {
            return List.of();
        }
        List<String> some = new ArrayList<>();
        for (String extension : List.of(
                "PIPELINING", "8BITMIME", "SMTPUTF8", "CHUNKING", "DSN", "SIZE 10000000", "ENHANCEDSTATUSCODES")) {
            if (entropy.nextInt(3) > 0) {
                some.add(extension);
            }
        }
        if (mostRecipients + mostMessages > 0) {
            some.add("LIMITS" + (mostRecipients > 0 ? " RCPTMAX=" + mostRecipients : "")
                    + (mostMessages > 0 ? " MAILMAX=" + mostMessages : ""));
        }
        return some;
    }

    boolean offers(String extension) {
        return extensions.stream().anyMatch(e -> e.equals(extension) || e.startsWith(extension + " "));
    }

    boolean isDead() {
        return dead && !world.plan.isOver();
    }

    void dies(boolean now) {
        dead = now;
    }

    boolean strikes(Trouble trouble) {
        return !calm && world.plan.strikes(trouble, entropy);
    }

    boolean tosses() {
        return entropy.nextBoolean();
    }

    int upTo(int most) {
        return entropy.nextInt(most);
    }

    Mood mood(Phase phase) {
        if (strikes(Trouble.BUSY_PEERS)) {
            return phase != Phase.DATA && entropy.nextInt(4) == 0 ? Mood.LEAVES : Mood.TEMPORARY;
        } else if (phase != Phase.GREETING && phase != Phase.HELLO && strikes(Trouble.REFUSING_PEERS)) {
            return Mood.PERMANENT;
        } else if (strikes(Trouble.HANGING_PEERS)) {
            return Mood.HANGS;
        } else if (strikes(Trouble.DROPPING_PEERS) || phase == Phase.DOT && strikes(Trouble.DROPS_AT_THE_DOT)) {
            return Mood.DROPS;
        } else if (strikes(Trouble.LATE_ANSWERS)) {
            return Mood.LATE;
        } else if (strikes(Trouble.GARBLED_ANSWERS)) {
            return Mood.GARBLED;
        }
        return strikes(Trouble.ENDLESS_ANSWERS) ? Mood.ENDLESS : Mood.FINE;
    }

    /** Whether it wants to see this one again, later. */
    boolean isGrey(String sender, String recipient) {
        if (greyFor == 0 || world.plan.isOver()) {
            return false;
        }
        long until = greyUntil.computeIfAbsent(sender + " " + recipient, _ -> world.time.now() + greyFor);
        return world.time.now() < until;
    }
}
