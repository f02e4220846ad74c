package org.maillon.queue;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Which sites there are. A site is remembered while messages wait for it, and for a while after if it has taught something;
 * where there are too many, only while something is tried there.
 */
final class SiteBook {
    private final QueueSettings settings;
    private final SiteRules rules;

    /** Those nobody waits for, by when that was. */
    private final ArrayDeque<Site> unused = new ArrayDeque<>();

    SiteBook(QueueSettings settings, List<SiteSetting> sites) {
        this.settings = settings;
        this.rules = new SiteRules(settings, sites);
    }

    /** Its site is known without asking DNS. */
    boolean isPlain(Destination destination) {
        return !destination.byMx() || rules.names(destination.key());
    }

    /** @param name as DNS has it, which does not hold for a destination that was named in the settings */
    Site settle(Lane lane, Target target, String name, long now) {
        Destination destination = target.destination();
        String holds = isPlain(destination) ? destination.key() : name;
        Site old = target.site;
        if (old != null && old.name.equals(holds)) {
            return old;
        }
        Site site = lane.sites.computeIfAbsent(holds, n -> new Site(lane, n, rules.of(n)));
        target.site = site;
        site.targets++;
        if (old != null) {
            leave(old, now);
        }
        return site;
    }

    /** A destination nobody waits for any more. */
    void forget(Lane lane, Target target, long now) {
        lane.targets.remove(target);
        Site site = target.site;
        if (site != null) {
            target.site = null;
            leave(site, now);
        }
    }

    /** A destination waits for long: with too many sites in memory, what is known of its own goes, if nothing is tried there. */
    void restsInMemory(Target target, long now) {
        Site site = target.site;
        if (site != null && !isWorthARest(site) && site.restUntil == 0 && !isPlain(target.destination())) {
            target.site = null;
            leave(site, now);
        }
    }

    /** With too many in memory, one where nothing is ready need not be: what waits for it waits longer than a rest. */
    boolean isWorthARest(Site site) {
        return !isOver(site.lane) || !site.isIdle();
    }

    private boolean isOver(Lane lane) {
        return lane.sites.size() > settings.sitesRemembered();
    }

    private void leave(Site site, long now) {
        site.targets--;
        forgetIfUnused(site, now);
    }

    void forgetIfUnused(Site site, long now) {
        if (!site.isUnused() || site.isFinding()) {
            return;
        }
        if (site.knowsNothing() || isOver(site.lane)) {
            drop(site);
            return;
        }
        site.unusedSince = now;
        if (!site.listedUnused) {
            site.listedUnused = true;
            unused.add(site);
        }
    }

    void forgetOld(long now) {
        long before = now - settings.sitesFor().toMillis();
        for (Site site = unused.peek(); site != null && site.unusedSince <= before; site = unused.peek()) {
            unused.remove();
            site.listedUnused = false;
            if (site.isUnused()) {
                drop(site);
            }
        }
    }

    private static void drop(Site site) {
        site.lane.sites.remove(site.name, site);
    }
}
