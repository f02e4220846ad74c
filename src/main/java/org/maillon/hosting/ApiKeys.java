package org.maillon.hosting;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.kernel.crypto.Crypto;
import org.maillon.store.Batch;
import org.maillon.store.Commit;
import org.maillon.store.KeyRange;
import org.maillon.store.Partition;
import org.maillon.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's keys to the HTTP API, all of them in memory once they are asked for: a disk that cannot be read then keeps
 * no server from starting. A key is made of 125 bits of chance, so that one digest is
 * hash enough: there is no list of words to try. Rows: {@code k} name, in {@code api-keys}.
 */
public final class ApiKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final Partition PARTITION = Partition.versioned("api-keys");
    private static final KeyRange ALL = KeyRange.prefix(Bytes.utf8("k"));
    private static final int FORMAT = 1;
    private static final int MOST = 1000;
    private static final int LONGEST_NAME = 64;
    private static final String PREFIX = "mlk-";
    private static final int LETTERS = 25;

    private final Store store;
    private final InstantSource clock;
    private final RandomGenerator entropy;

    /** By name; empty until they were read. */
    private volatile Optional<Map<String, Row>> inMemory = Optional.empty();

    private record Row(ApiKey key, String digest) {}

    /** A key as it is shown, once. */
    public record Made(ApiKey about, Secret key) {}

    /** {@code entropy} makes keys: it must be a {@link java.security.SecureRandom} outside tests. */
    public ApiKeys(Store store, InstantSource clock, RandomGenerator entropy) {
        this.store = store;
        this.clock = clock;
        this.entropy = entropy;
    }

    private Map<String, Row> known() {
        return inMemory.orElseGet(this::readOnce);
    }

    private synchronized Map<String, Row> readOnce() {
        if (inMemory.isEmpty()) {
            Map<String, Row> rows = new ConcurrentHashMap<>();
            new Pages(store, PARTITION, ALL, MOST).rows().forEach(row -> {
                String name = DirectoryKeys.rest(row.key());
                try {
                    rows.put(name, read(name, row.value()));
                } catch (RuntimeException e) {
                    LOG.error("the API key {} cannot be read, and opens nothing", name, e);
                }
            });
            inMemory = Optional.of(rows);
        }
        return inMemory.get();
    }

    /** In the order of their names. */
    public List<ApiKey> list() {
        return known().values().stream()
                .map(Row::key)
                .sorted(Comparator.comparing(ApiKey::name))
                .toList();
    }

    /** @param expires empty: until it is revoked */
    public Outcome<Made> add(String name, Set<ApiKey.Scope> scopes, Optional<Instant> expires) {
        if (!isName(name)) {
            return Outcome.refused(
                    Outcome.Cause.INVALID,
                    "'" + name + "' is no name for a key; use 1 to " + LONGEST_NAME
                            + " letters, digits, hyphens, dots and underscores");
        } else if (scopes.isEmpty()) {
            return Outcome.refused(Outcome.Cause.INVALID, "a key without a scope opens nothing; name one or more");
        } else if (expires.filter(end -> !end.isAfter(clock.instant())).isPresent()) {
            return Outcome.refused(Outcome.Cause.INVALID, "a key that has expired already opens nothing");
        } else if (known().size() >= MOST) {
            return Outcome.refused(Outcome.Cause.INVALID, "there are " + MOST + " API keys; revoke one first");
        }
        String text = make();
        Row row = new Row(new ApiKey(name, scopes, clock.instant(), expires), digest(text));
        Batch batch = Batch.of(PARTITION)
                .ifAbsent(key(name))
                .put(key(name), write(row))
                .build();
        if (!(store.commit(batch) instanceof Commit.Committed)) {
            return Outcome.refused(
                    Outcome.Cause.EXISTS,
                    "there is an API key " + name + " already; revoke it, or choose another name");
        }
        known().put(name, row);
        return new Outcome.Done<>(new Made(row.key(), Secret.utf8(text)));
    }

    /** It opens nothing from now on. */
    public Outcome<ApiKey> revoke(String name) {
        Row row = known().get(name);
        if (row == null) {
            return Outcome.refused(
                    Outcome.Cause.MISSING,
                    "there is no API key " + name + "; 'maillon api-key list' names those there are");
        }
        store.commit(Batch.of(PARTITION).delete(key(name)).build());
        known().remove(name);
        return new Outcome.Done<>(row.key());
    }

    /** Whose key this is, where it is one that holds. */
    public Optional<ApiKey> opens(Secret given) {
        if (given.length() != PREFIX.length() + LETTERS) {
            return Optional.empty();
        }
        String digest = digest(new String(given.shared(), StandardCharsets.UTF_8));
        Instant now = clock.instant();
        return known().values().stream()
                .filter(row -> row.digest().equals(digest))
                .map(Row::key)
                .filter(key -> !key.isExpired(now))
                .findFirst();
    }

    private String make() {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < LETTERS; i++) {
            text.append(Character.toLowerCase(Base32.LETTERS.charAt(entropy.nextInt(32))));
        }
        return text.toString();
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Crypto.digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '-'
                                || c == '.'
                                || c == '_');
    }

    private static Bytes key(String name) {
        return Bytes.utf8("k" + name);
    }

    private static Bytes write(Row row) {
        ApiKey key = row.key();
        return new ByteWriter(128)
                .octet(FORMAT)
                .text(row.digest())
                .list(key.scopes().stream().sorted().toList(), (out, scope) -> out.text(scope.word()))
                .instant(key.created())
                .optional(key.expires(), ByteWriter::instant)
                .toBytes();
    }

    /** A scope that only a newer version knows opens nothing here. */
    private static Row read(String name, Bytes value) {
        ByteReader in = new ByteReader(value);
        int format = in.octet();
        if (format != FORMAT) {
            throw new IllegalStateException("an API key's row of format " + format + "; this program reads " + FORMAT);
        }
        String digest = in.text();
        Set<ApiKey.Scope> scopes = EnumSet.noneOf(ApiKey.Scope.class);
        in.list(ByteReader::text).forEach(word -> ApiKey.Scope.of(word).ifPresent(scopes::add));
        Instant created = in.instant();
        return in.whole(new Row(new ApiKey(name, scopes, created, in.optional(ByteReader::instant)), digest));
    }
}
