package org.maillon.app.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
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

    private static final Logger log = LoggerFactory.getLogger(SuffixList.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private final InstantSource clock;
    private final DmarcSettings settings;
    private volatile PublicSuffixes list = PublicSuffixes.bundled();

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
                yield true;
            }
            case PublicSuffixes.Read.Refused(String why) -> {
                log.warn("a public suffix list is refused, so the one before holds: {}", why);
                yield false;
            }
        };
    }

    /** Fetches it where that is wished for and the one we have is old. Blocks, up to a bound; never throws. */
    void refresh() {
        if (settings.suffixListUrl().isEmpty() || isFresh()) {
            return;
        }
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(settings.suffixListUrl()))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                fetched(response.statusCode(), body.readNBytes(MOST_OCTETS + 1));
            }
        } catch (IOException | IllegalArgumentException e) {
            log.warn("the public suffix list cannot be fetched from {}: {}", settings.suffixListUrl(), e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFresh() {
        try {
            return Files.exists(file)
                    && Files.getLastModifiedTime(file)
                            .toInstant()
                            .plus(settings.suffixListAge())
                            .isAfter(clock.instant());
        } catch (IOException _) {
            return false;
        }
    }

    private void fetched(int status, byte[] octets) throws IOException {
        if (status != 200 || octets.length > MOST_OCTETS) {
            log.warn(
                    "{} gave status {} and {} octets instead of the public suffix list",
                    settings.suffixListUrl(),
                    status,
                    octets.length);
        } else if (take(new String(octets, StandardCharsets.UTF_8))) {
            Path beside = file.resolveSibling(FILE + ".new");
            Files.write(beside, octets);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
