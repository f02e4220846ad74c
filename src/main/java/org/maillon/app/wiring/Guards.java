package org.maillon.app.wiring;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.maillon.app.config.Config;
import org.maillon.dns.Resolver;
import org.maillon.hosting.id.ServerId;
import org.maillon.store.Store;
import org.maillon.submit.Insiders;
import org.maillon.submit.RecipientCheck;
import org.maillon.submit.SenderCheck;
import org.maillon.submit.stranger.Acquaintances;
import org.maillon.submit.stranger.Greylist;
import org.maillon.submit.stranger.ListedClients;
import org.maillon.submit.stranger.Newcomers;
import org.maillon.submit.stranger.SenderPolicy;
import org.maillon.submit.stranger.Strangers;
import org.maillon.trust.dnslist.DnsLists;
import org.maillon.trust.spf.SpfEvaluator;

/** What is known of strangers, and what is asked about them. */
final class Guards {
    private final Resolver resolver;
    private final SpfEvaluator spf;
    private final DnsLists lists;
    private final Acquaintances acquaintances;

    /** @param steady a clock that is never set */
    Guards(Store store, Resolver resolver, InstantSource clock, InstantSource steady, Config config) {
        this.resolver = resolver;
        this.spf = new SpfEvaluator(resolver, steady, config.spf());
        this.lists = new DnsLists(resolver, steady, config.dnsList(), config.dnsLists());
        this.acquaintances = new Acquaintances(store, clock, steady, config.greylist());
    }

    SpfEvaluator spf() {
        return spf;
    }

    void sweep() {
        acquaintances.sweep();
    }

    /** The questions of a server, in their order. */
    record Posted(List<SenderCheck> atSender, List<RecipientCheck> atRecipient, SenderPolicy policy) {}

    Posted posted(Insiders insiders, Config config, Function<ServerId, String> names) {
        Strangers strangers = new Strangers(insiders);
        SenderPolicy policy = new SenderPolicy(strangers, spf, config.spf().onFail(), names);
        ListedClients listed = new ListedClients(strangers, lists);
        Greylist greylist =
                new Greylist(strangers, new Greylist.Word(policy, listed, resolver), acquaintances, config.greylist());
        return new Posted(List.of(policy), List.of(listed, greylist), policy);
    }

    /** Who is to wait for the greeting. */
    Predicate<InetAddress> newcomers(Insiders insiders) {
        return new Newcomers(new Strangers(insiders), acquaintances)::include;
    }
}
