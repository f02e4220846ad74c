package org.maillon.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Pauses;
import org.maillon.kernel.Settings;
import org.maillon.store.BlobWriter;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.report.Language;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** A queue over the model store, a clock that is set by hand, and a courier that does as it is told. */
final class QueueWorld implements AutoCloseable, Courier {
    static final Address SENDER = address("bob@sender.example");
    static final Reply OK = Reply.of(250, "2.0.0", "taken");
    private static final Instant START = Instant.parse("2026-11-23T13:00:00Z");

    /** An attempt that the courier was asked for, and what it read of the content. */
    record Carried(Attempt attempt, String content) {}

    final ModelStore store = new ModelStore();
    private final AtomicLong millis = new AtomicLong(START.toEpochMilli());
    final List<Carried> carried = new CopyOnWriteArrayList<>();
    private final Map<String, ArrayDeque<Result>> scripts = new ConcurrentHashMap<>();
    private final SplittableRandom entropy = new SplittableRandom(7);
    private final Map<String, String> settings = new HashMap<>(Map.of("close-within", "0s", "retry-jitter", "0"));

    /** What the senders of a domain read. */
    volatile Map<String, Language> languages = new ConcurrentHashMap<>();

    /** What happens while an attempt is carried out. */
    volatile Runnable meanwhile = () -> {};

    /** The servers of a destination. */
    volatile Function<Destination, String> servers = Destination::key;

    /** Of notices. */
    volatile NoticeSigner signer = NoticeSigner.NOBODY;

    Queue queue;

    /** By how many milliseconds the clock was set while a steady one went on. */
    private final AtomicLong jumps;

    QueueWorld(String... pairs) {
        this(new AtomicLong(), pairs);
    }

    /** @param jumps by how many milliseconds the time of day was set, beside a clock that goes on steadily */
    QueueWorld(AtomicLong jumps, String... pairs) {
        this.jumps = jumps;
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        queue = open();
    }

    private Queue open() {
        Queue.Ports ports = new Queue.Ports(
                QueueWorld::destination,
                _ -> "mail.here.example",
                sender -> Optional.ofNullable(languages.get(sender.domain().toString())),
                host -> signer.open(host));
        Queue.Time time = new Queue.Time(this::now, () -> Instant.ofEpochMilli(millis.get()), Pauses.REAL);
        return new Queue(store, ports, time, entropy.split(), Settings.read(QueueSettings.class, settings));
    }

    QueueWorld start() {
        queue.start(this);
        return this;
    }

    /** The process dies and comes back on what was durable. */
    void restart() {
        queue.close();
        store.crash();
        store.reopen();
        queue = open();
        queue.start(this);
    }

    // ---- the courier

    /** What happens to the next tries of an address, in order; after them, and without any, it is delivered. */
    QueueWorld script(String address, Result... results) {
        scripts.put(address, new ArrayDeque<>(Arrays.asList(results)));
        return this;
    }

    @Override
    public List<Result> carry(Attempt attempt, Content content) {
        carried.add(new Carried(attempt, read(content)));
        meanwhile.run();
        List<Result> results = new ArrayList<>();
        for (int number : attempt.recipients()) {
            results.add(
                    result(attempt.envelope().recipients().get(number).address().toString()));
        }
        return results;
    }

    @Override
    public String site(Destination destination) {
        return servers.apply(destination);
    }

    /** Addresses whose copy a mailbox has taken, though no settlement says so. */
    final Set<String> inMailbox = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient) {
        return inMailbox.contains(recipient.toString())
                ? Optional.of(new Result.Delivered("mailbox " + recipient, OK, true, false))
                : Optional.empty();
    }

    private Result result(String address) {
        ArrayDeque<Result> script = scripts.get(address);
        if (script == null) {
            return delivered();
        }
        synchronized (script) {
            Result result = script.poll();
            return result == null ? delivered() : result;
        }
    }

    private static String read(Content content) {
        try (var in = content.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Result delivered() {
        return new Result.Delivered("mx.there.example [192.0.2.1]:25", OK, false, false);
    }

    static Result deferred() {
        return new Result.Deferred(failure(Reply.of(451, "4.7.1", "come back later"), false));
    }

    static Result down() {
        return new Result.Deferred(failure(Reply.of(421, "4.4.1", "nobody answers"), true));
    }

    static Result failed() {
        return new Result.Failed(failure(Reply.of(550, "5.1.1", "no such user"), false));
    }

    static Result expanded(String... into) {
        return new Result.Expanded(recipients(1, into), "the alias");
    }

    static Result.Failure failure(Reply reply, boolean down) {
        return new Result.Failure(reply, Optional.of("mx.there.example [192.0.2.1]:25"), "it was refused", down);
    }

    // ---- messages

    QueueId send(String... recipients) {
        return send(envelope(recipients), "Subject: hello\r\n\r\nbody\r\n");
    }

    QueueId send(Envelope envelope, String content) {
        QueueId id = queue.nextId();
        try (BlobWriter writer = queue.content(id)) {
            byte[] octets = content.getBytes(StandardCharsets.UTF_8);
            writer.write(octets, 0, octets.length);
            queue.enqueue(id, envelope, writer.finish(), "from client.example [192.0.2.7] by ESMTP");
        }
        return id;
    }

    Envelope envelope(String... recipients) {
        return envelope(MailParameters.NONE, recipients(0, recipients));
    }

    Envelope envelope(MailParameters parameters, List<Recipient> recipients) {
        return new Envelope(
                new ReversePath.Sender(SENDER),
                parameters,
                recipients,
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                now(),
                "client.example [192.0.2.7]");
    }

    static List<Recipient> recipients(int depth, String... addresses) {
        return Arrays.stream(addresses)
                .map(QueueWorld::address)
                .map(a -> new Recipient(a, RcptParameters.NONE, destination(a), depth))
                .toList();
    }

    static Address address(String text) {
        int at = text.lastIndexOf('@');
        return new Address(text.substring(0, at), new Domain.Name(text.substring(at + 1)));
    }

    static Destination destination(Address address) {
        return Set.of("sender.example", "here.example")
                        .contains(address.domain().toString())
                ? Destination.LOCAL
                : new Destination("mx:" + address.domain());
    }

    // ---- time

    Instant now() {
        return Instant.ofEpochMilli(millis.get() + jumps.get());
    }

    void pass(Duration time) {
        millis.addAndGet(time.toMillis());
        queue.summary();
    }

    /** Nothing is left to do: lets the retries' time pass, until the queue is empty or the store is gone. */
    void untilEmpty() {
        untilEmpty(Duration.ofSeconds(20));
    }

    void untilEmpty(Duration step) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    if (store.hasCrashed()) {
                        return true;
                    }
                    pass(step);
                    return queue.summary().isEmpty();
                });
    }

    void untilCarried(int times) {
        Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> carried.size() >= times);
    }

    void untilIdle() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> queue.summary().stream().allMatch(s -> s.running() == 0));
    }

    List<TraceLine.Kind> kinds(QueueId id) {
        return queue.traces().story(id).stream().map(TraceLine::kind).toList();
    }

    @Override
    public void close() {
        queue.close();
    }
}
