package org.maillon.app.wiring;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.hosting.oidc.Web;
import org.maillon.trust.dmarc.DmarcSettings;
import org.maillon.trust.dmarc.PublicSuffixes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public suffix list of the moment: the one that was fetched into the data folder, or the one that came with the program.
 * A list that cannot be the whole one is refused, and the one before stays.
 */
final class SuffixList implements Supplier<PublicSuffixes> {
    static final String FILE = "public-suffix-list.txt";

    /** The list has 300 KB. */
    static final int MOST_OCTETS = 8 << 20;

    /** From the question to the last octet. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Who cannot be reached is not asked again at once. */
    static final Duration AGAIN = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(SuffixList.class);

    private final Path file;
    private final InstantSource clock;
    private final DmarcSettings settings;
    private volatile PublicSuffixes list = PublicSuffixes.bundled();
    private volatile boolean bundled = true;
    private Instant next = Instant.MIN;

    SuffixList(Path data, InstantSource clock, DmarcSettings settings) {
        this.file = data.resolve(FILE);
        this.clock = clock;
        this.settings = settings;
        if (Files.exists(file)) {
            read();
        }
    }

    @Override
    public PublicSuffixes get() {
        return list;
    }

    /** Whether it is the one that came with the program. */
    boolean isBundled() {
        return bundled;
    }

    /** Of which day it is, as far as that is known. */
    Optional<LocalDate> day() {
        return list.day()
                .or(() -> bundled ? Optional.empty() : written().map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC)));
    }

    private void read() {
        try {
            take(Files.readString(file));
        } catch (IOException e) {
            log.warn("the public suffix list {} cannot be read, so the bundled one holds: {}", file, e.getMessage());
        }
    }

    private boolean take(String text) {
        return switch (PublicSuffixes.read(text)) {
            case PublicSuffixes.Read.Good(PublicSuffixes good) -> {
                list = good;
                bundled = false;
                yield true;
            }
            case PublicSuffixes.Read.Refused(String why) -> {
                log.warn("a public suffix list is refused, so the one before holds: {}", why);
                yield false;
            }
        };
    }

    /** Fetches it where that is wished for and the one we have is old. Blocks, up to a bound; never throws. */
    void refresh(Web web) {
        Instant now = clock.instant();
        if (settings.suffixListUrl().isEmpty() || now.isBefore(next) || isFresh(now)) {
            return;
        }
        next = now.plus(AGAIN);
        try {
            fetched(web.get(URI.create(settings.suffixListUrl()), PATIENCE, MOST_OCTETS));
        } catch (IOException | IllegalArgumentException e) {
            log.warn("the public suffix list cannot be fetched from {}: {}", settings.suffixListUrl(), e.getMessage());
        }
    }

    private boolean isFresh(Instant now) {
        return written()
                .map(at -> at.plus(settings.suffixListAge()).isAfter(now))
                .orElse(false);
    }

    private Optional<Instant> written() {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void fetched(byte[] octets) throws IOException {
        if (take(new String(octets, StandardCharsets.UTF_8))) {
            Path beside = file.resolveSibling(FILE + ".new");
            Files.write(beside, octets);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            log.info("the public suffix list was fetched from {}", settings.suffixListUrl());
        }
    }
}
