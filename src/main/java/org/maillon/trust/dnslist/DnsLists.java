package org.maillon.trust.dnslist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.maillon.dns.DnsName;
import org.maillon.dns.Lookup;
import org.maillon.dns.Resolver;
import org.maillon.kernel.Network;
import org.maillon.trust.dnslist.DnsListSetting.Kind;
import org.maillon.trust.dnslist.ListVerdict.Listing;

/** Asks all lists about a client, at the same time and within one bound, and remembers what they said. */
public final class DnsLists {
    private static final int LONGEST_WORDS = 200;
    private static final Network LISTED = Network.parse("127.0.0.0/8"); // RFC 5782 §2.1

    /** How lists say that they were asked wrongly, too often, or through a public resolver. */
    private static final Network ERRORS = Network.parse("127.255.255.0/24");

    private final Resolver resolver;
    private final List<DnsListSetting> lists;
    private final DnsListsSettings settings;
    private final Cache<Client, ListVerdict> known;

    private record Client(InetAddress address, List<String> domains) {}

    public DnsLists(Resolver resolver, InstantSource clock, List<DnsListSetting> lists, DnsListsSettings settings) {
        this.resolver = resolver;
        this.lists = List.copyOf(lists);
        this.settings = settings;
        this.known = Caffeine.newBuilder()
                .maximumSize(settings.cache())
                .expireAfterWrite(settings.cacheTime())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** @param domains it speaks for: the sender's, and its own name; asked of lists of domains alone */
    public ListVerdict check(InetAddress address, List<String> domains) {
        if (lists.isEmpty()) {
            return ListVerdict.NOTHING;
        }
        boolean byDomain = lists.stream().anyMatch(list -> list.lists() == Kind.DOMAIN);
        Client client = new Client(address, byDomain ? List.copyOf(domains) : List.of());
        ListVerdict remembered = known.getIfPresent(client);
        if (remembered != null) {
            return remembered;
        }
        ListVerdict verdict = ask(questions(client));
        known.put(client, verdict);
        return verdict;
    }

    public boolean refuses(ListVerdict verdict) {
        return verdict.score() >= settings.refuseFrom();
    }

    private record Question(DnsListSetting list, String what, String name) {}

    private List<Question> questions(Client client) {
        List<Question> questions = new ArrayList<>();
        for (DnsListSetting list : lists) {
            switch (list.lists()) {
                case ADDRESS ->
                    questions.add(new Question(
                            list, client.address().getHostAddress(), reversed(client.address()) + "." + list.zone()));
                case DOMAIN ->
                    client.domains().stream()
                            .map(domain -> domain.toLowerCase(Locale.ROOT))
                            .distinct()
                            .filter(domain -> isName(domain, list.zone()))
                            .forEach(domain -> questions.add(new Question(list, domain, domain + "." + list.zone())));
            }
        }
        return questions;
    }

    /** What stands in HELO may be anything; with the list's zone behind it, it may be too long. */
    private static boolean isName(String domain, String zone) {
        return domain.indexOf('.') > 0
                && domain.indexOf('[') < 0
                && DnsName.isOne(domain)
                && DnsName.isOne(domain + "." + zone);
    }

    /** RFC 5782 §2.1, §2.4: octets, or nibbles, the last one first. */
    static String reversed(InetAddress address) {
        byte[] octets = address.getAddress();
        StringBuilder name = new StringBuilder(octets.length * 4);
        for (int i = octets.length - 1; i >= 0; i--) {
            if (octets.length == 4) {
                name.append(octets[i] & 0xFF);
            } else {
                name.append(Character.forDigit(octets[i] & 0xF, 16))
                        .append('.')
                        .append(Character.forDigit(octets[i] >> 4 & 0xF, 16));
            }
            name.append(i > 0 ? "." : "");
        }
        return name.toString();
    }

    /** What a list answered; empty: it does not have it. */
    private record Word(Question question, Optional<Listing> listing, boolean silent) {}

    private ListVerdict ask(List<Question> questions) {
        // not closed, which would wait for those that are too slow: they end by the resolver's own bound
        ExecutorService all = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Callable<Word>> asking = new ArrayList<>();
            questions.forEach(question -> asking.add(() -> ask(question)));
            List<Future<Word>> words = all.invokeAll(asking, settings.time().toMillis(), TimeUnit.MILLISECONDS);
            return sum(questions, words);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ListVerdict.NOTHING;
        } finally {
            all.shutdownNow();
        }
    }

    private static ListVerdict sum(List<Question> questions, List<Future<Word>> words) throws InterruptedException {
        List<Listing> listings = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            try {
                Word word = words.get(i).get();
                word.listing().filter(found -> isNew(listings, found)).ifPresent(listings::add);
                if (word.silent()) {
                    silent.add(word.question().list().zone());
                }
            } catch (CancellationException _) {
                silent.add(questions.get(i).list().zone());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return new ListVerdict(listings.stream().mapToInt(Listing::weight).sum(), listings, silent);
    }

    /** A list that has both the sender's domain and the client's name weighs once. */
    private static boolean isNew(List<Listing> listings, Listing found) {
        return listings.stream().noneMatch(listing -> listing.zone().equals(found.zone()));
    }

    private Word ask(Question question) {
        return switch (resolver.a(question.name())) {
            case Lookup.Found<InetAddress>(List<InetAddress> answers, var _) ->
                new Word(
                        question,
                        answers.stream().anyMatch(answer -> counts(question.list(), answer))
                                ? Optional.of(listing(question))
                                : Optional.empty(),
                        false);
            case Lookup.NoData<InetAddress> _, Lookup.NoSuchName<InetAddress> _ ->
                new Word(question, Optional.empty(), false);
            case Lookup.Failed<InetAddress> _ -> new Word(question, Optional.empty(), true);
        };
    }

    private static boolean counts(DnsListSetting list, InetAddress answer) {
        return LISTED.contains(answer) && !ERRORS.contains(answer) && list.counts(answer);
    }

    private Listing listing(Question question) {
        DnsListSetting list = question.list();
        boolean says = list.weight() > 0;
        return new Listing(
                list.zone(), list.weight(), question.what(), says ? words(question.name()) : Optional.empty());
    }

    private Optional<String> words(String name) {
        return resolver.txt(name) instanceof Lookup.Found<String>(List<String> texts, var _)
                ? Optional.of(printable(texts.getFirst())).filter(words -> !words.isBlank())
                : Optional.empty();
    }

    /** It becomes part of our reply. */
    private static String printable(String text) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < text.length() && i < LONGEST_WORDS; i++) {
            char c = text.charAt(i);
            words.append(c >= ' ' && c < 127 ? c : '?');
        }
        return words.toString();
    }
}
