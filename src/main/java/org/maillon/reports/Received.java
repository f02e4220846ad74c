package org.maillon.reports;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.report.feedback.Report;
import org.maillon.wire.report.feedback.ReportReader;

/** The reports that others sent, kept as they came; the oldest go where there are too many. */
public final class Received {
    private static final int FORMAT = 1;

    private final Ledger ledger;
    private final InstantSource clock;
    private final ReportReader reader;
    private final int keep;
    private final AtomicInteger number = new AtomicInteger();

    Received(Ledger ledger, InstantSource clock, ReportReader reader, int keep) {
        this.ledger = ledger;
        this.clock = clock;
        this.reader = reader;
        this.keep = keep;
    }

    /**
     * A report that was received.
     *
     * @param id by which it is shown
     * @param from who sent it, in words
     */
    public record Entry(String id, Instant at, String from, Report report) {}

    /** Reads and keeps it; a message without a report is not kept. */
    public Report take(Bytes message, String from) {
        Report report = reader.inMessage(message);
        if (!(report instanceof Report.None)) {
            keep(true, message, from);
        }
        return report;
    }

    /**
     * What came by mail, from whoever sent it. RFC 8460 §3: a TLS report that no DKIM signature vouches for is ignored.
     *
     * @return what the message's trace is to tell
     */
    public Optional<String> arrived(Bytes message, String from, boolean signed) {
        Report report = reader.inMessage(message);
        if (report instanceof Report.Tls && !signed) {
            return Optional.of("not kept as a report: it is about TLS, and no DKIM signature of it holds");
        }
        if (!(report instanceof Report.None)) {
            keep(true, message, from);
        }
        return Optional.empty();
    }

    /** The same of a file that is XML, JSON, packed or not. */
    public Report takeFile(byte[] octets, String from) {
        Report report = reader.inOctets(octets);
        if (!(report instanceof Report.None)) {
            keep(false, Bytes.copyOf(octets), from);
        }
        return report;
    }

    private synchronized void keep(boolean message, Bytes octets, String from) {
        Bytes key = ledger.receivedKey(clock.millis(), number.incrementAndGet());
        ledger.put(
                key,
                new ByteWriter(octets.length() + 64)
                        .octet(FORMAT)
                        .flag(message)
                        .text(from)
                        .bytes(octets)
                        .toBytes());
        Deque<Bytes> keys = new ArrayDeque<>();
        ledger.eachRow(Ledger.Kind.RECEIVED, row -> keys.add(row.key()));
        while (keys.size() > keep) {
            ledger.delete(keys.removeFirst());
        }
    }

    /** The newest first. */
    public List<Entry> list(int limit) {
        Deque<Bytes> keys = new ArrayDeque<>();
        ledger.eachRow(Ledger.Kind.RECEIVED, row -> {
            keys.addFirst(row.key());
            if (keys.size() > limit) {
                keys.removeLast();
            }
        });
        List<Entry> entries = new ArrayList<>();
        keys.forEach(key -> ledger.get(key).map(value -> entry(key, value)).ifPresent(entries::add));
        return entries;
    }

    public Optional<Entry> show(String id) {
        return list(Integer.MAX_VALUE).stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst();
    }

    private Entry entry(Bytes key, Bytes value) {
        ByteReader at = new ByteReader(key.slice(1, key.length()));
        long millis = at.int64();
        int count = at.int32();
        ByteReader in = new ByteReader(value);
        in.octet(); // one format so far
        boolean message = in.flag();
        String from = in.text();
        Bytes octets = in.bytes();
        Report report = message ? reader.inMessage(octets) : reader.inOctets(octets.shared());
        return new Entry(Long.toString(millis, 36) + "-" + count, Instant.ofEpochMilli(millis), from, in.whole(report));
    }
}
