package org.maillon.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.store.BlobId;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;

/**
 * The keys of the queue's partitions, journals {@code queue/00} to {@code queue/63}; an id's shard says which one holds
 * all rows of its message. Numbers in keys are four octets, times eight, ids ten, all in their order.
 *
 * <table>
 * <caption>Key layout</caption>
 * <tr><th>key</th><th>row</th><th>lives</th></tr>
 * <tr><td>{@code m} id</td><td>{@link EnvelopeRow}</td><td>until the last recipient's end</td></tr>
 * <tr><td>{@code m} id {@code h}</td><td>hold: since when, by whose words</td><td>until released</td></tr>
 * <tr><td>{@code m} id {@code r} number</td><td>{@link StateRow}: ended, or deferred until; none: never tried</td><td>as the envelope</td></tr>
 * <tr><td>{@code m} id {@code x} number</td><td>a recipient appended by an alias or forward, and by whose domain</td><td>as the envelope</td></tr>
 * <tr><td>{@code t} id time serial</td><td>{@link TraceLine}</td><td>{@code trace-for}</td></tr>
 * <tr><td>{@code a} day address {@code 00} id</td><td>empty: the message has this sender or recipient</td><td>{@code trace-for}</td></tr>
 * </table>
 *
 * The message's octets are the blob named by the id's ten octets, homed in the same partition; {@code q} holds it for
 * the queue, {@code r<number>} for a recipient whose mailbox may take it over.
 *
 * <p>Refusals, which have no id, are in the journal {@code queue/refused}: {@code a} day address {@code 00} time serial.
 */
final class Rows {
    static final int VERSION = 1;
    static final String QUEUE_REFERENCE = "q";
    static final Partition REFUSED = Partition.journal("queue/refused");

    private static final List<Partition> SHARDS = shards();
    private static final int ID_OCTETS = 10;
    private static final int MAIL_KEY = 1 + ID_OCTETS;

    private Rows() {}

    private static List<Partition> shards() {
        List<Partition> shards = new ArrayList<>(QueueId.SHARDS);
        for (int i = 0; i < QueueId.SHARDS; i++) {
            shards.add(Partition.journal((i < 10 ? "queue/0" : "queue/") + i));
        }
        return List.copyOf(shards);
    }

    static Partition shard(int shard) {
        return SHARDS.get(shard);
    }

    static Partition partition(QueueId id) {
        return SHARDS.get(id.shard());
    }

    static BlobId blob(QueueId id) {
        return new BlobId(partition(id), id.toBytes());
    }

    static String reference(int number) {
        return "r" + number;
    }

    // ---- live messages

    static Bytes envelope(QueueId id) {
        return start('m', id).toBytes();
    }

    static Bytes hold(QueueId id) {
        return start('m', id).octet('h').toBytes();
    }

    static Bytes state(QueueId id, int number) {
        return start('m', id).octet('r').int32(number).toBytes();
    }

    static Bytes appended(QueueId id, int number) {
        return start('m', id).octet('x').int32(number).toBytes();
    }

    static KeyRange allOf(QueueId id) {
        return KeyRange.prefix(envelope(id));
    }

    static KeyRange allAppended(QueueId id) {
        return KeyRange.prefix(start('m', id).octet('x').toBytes());
    }

    static KeyRange mails() {
        return KeyRange.prefix(Bytes.wrap(new byte[] {'m'}));
    }

    static QueueId idOf(Bytes mailKey) {
        return QueueId.read(new ByteReader(mailKey.slice(1, MAIL_KEY)));
    }

    /** {@code h}, {@code r} or {@code x}; {@code m} for the envelope's own key. */
    static char kindOf(Bytes mailKey) {
        return mailKey.length() == MAIL_KEY ? 'm' : (char) mailKey.at(MAIL_KEY);
    }

    static int numberOf(Bytes mailKey) {
        return new ByteReader(mailKey.slice(MAIL_KEY + 1, mailKey.length())).int32();
    }

    // ---- trace

    static Bytes trace(QueueId id, Instant at, int serial) {
        return start('t', id).int64(at.toEpochMilli()).int32(serial).toBytes();
    }

    static KeyRange traces(QueueId id) {
        return KeyRange.prefix(start('t', id).toBytes());
    }

    static Instant timeOfTrace(Bytes key) {
        return Instant.ofEpochMilli(new ByteReader(key.slice(MAIL_KEY, key.length())).int64());
    }

    /** Trace lines of the messages from {@code from} on, before {@code to}. */
    static KeyRange traces(QueueId from, QueueId to) {
        return KeyRange.between(start('t', from).toBytes(), start('t', to).toBytes());
    }

    static Bytes address(int day, String address, QueueId id) {
        return day(day).raw(Bytes.utf8(fold(address)))
                .octet(0)
                .raw(id.toBytes())
                .toBytes();
    }

    static Bytes refusal(int day, String address, Instant at, int serial) {
        return day(day).raw(Bytes.utf8(fold(address)))
                .octet(0)
                .int64(at.toEpochMilli())
                .int32(serial)
                .toBytes();
    }

    static KeyRange addresses(int day, String address) {
        return KeyRange.prefix(day(day).raw(Bytes.utf8(fold(address))).octet(0).toBytes());
    }

    static KeyRange addressesBefore(int day) {
        return KeyRange.between(Bytes.wrap(new byte[] {'a'}), day(day).toBytes());
    }

    static QueueId idOfAddress(Bytes key) {
        return QueueId.read(new ByteReader(key.slice(key.length() - ID_OCTETS, key.length())));
    }

    static int day(Instant at) {
        return Math.toIntExact(Math.floorDiv(at.toEpochMilli(), 86_400_000L));
    }

    /** Who looks for mail of an address knows it in some case or other. */
    private static String fold(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    private static ByteWriter day(int day) {
        return new ByteWriter(48).octet('a').int32(day);
    }

    private static ByteWriter start(char kind, QueueId id) {
        return new ByteWriter(24).octet(kind).raw(id.toBytes());
    }
}
