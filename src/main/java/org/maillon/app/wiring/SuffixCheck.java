package org.maillon.app.wiring;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.maillon.app.config.LoadedConfig;
import org.maillon.trust.dmarc.DmarcSettings;

/** How old the public suffix list is that a server with this configuration goes by. */
public final class SuffixCheck {
    /** Registries come and go; in a year some hundred of the list's ten thousand lines change. */
    private static final long OLD_DAYS = 365;

    private SuffixCheck() {}

    public record Answer(boolean good, String says) {}

    public static Answer ask(LoadedConfig loaded, InstantSource clock) {
        DmarcSettings settings = loaded.config().dmarc();
        SuffixList list = new SuffixList(loaded.data(), clock, settings);
        String which = list.isBundled() ? "the one that came with this program" : "fetched";
        return list.day()
                .map(day -> aged(which, day, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), settings))
                .orElseGet(() -> new Answer(true, which + ", of a day that it does not say"));
    }

    private static Answer aged(String which, LocalDate day, LocalDate today, DmarcSettings settings) {
        long days = Math.max(0, ChronoUnit.DAYS.between(day, today));
        boolean good = days <= OLD_DAYS;
        String advice = settings.suffixListUrl().isEmpty()
                ? "; set suffix-list-url in [dmarc], or take a newer program"
                : "; the log says why " + settings.suffixListUrl() + " gave none, if it was asked";
        return new Answer(
                good,
                which + ", of " + day + ", " + days + (days == 1 ? " day" : " days") + " old" + (good ? "" : advice));
    }
}
