package org.maillon.trust.srs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.maillon.kernel.Ascii;
import org.maillon.kernel.Secret;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Addresses;
import org.maillon.wire.address.Domain;

/** Writes senders of forwards as addresses of ours, and reads them back. */
public final class Srs {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int DAYS = 1024;
    private static final int STAMP = 2;

    private final Secret key;
    private final InstantSource clock;
    private final SrsSettings settings;

    public Srs(Secret key, InstantSource clock, SrsSettings settings) {
        this.key = key;
        this.clock = clock;
        this.settings = settings;
    }

    /** What an address that something came back to stands for. */
    public sealed interface Back {
        record To(Address sender) implements Back {}

        /** @param why in words for the log; a peer hears only that there is no such address */
        record Refused(String why) implements Back {}

        /** Any other address. */
        record NotRewritten() implements Back {}
    }

    /** Empty where it cannot be written: a domain literal, or an address that would be too long for anyone. */
    public Optional<Address> rewritten(Address sender, Domain.Name ours) {
        if (!(sender.domain() instanceof Domain.Name(String domain))) {
            return Optional.empty();
        }
        String local = sender.localPart();
        String written;
        if (isTagged(local, "SRS0")) {
            written = again(domain, local.substring(4));
        } else if (isTagged(local, "SRS1") && second(local).isPresent()) {
            Second known = second(local).get();
            written = again(known.forwarder(), known.rest());
        } else {
            String stamp = stamp(today());
            written = "SRS0=" + hash(stamp, domain, local) + '=' + stamp + '=' + domain + '=' + local;
        }
        return written.length() <= Addresses.LONGEST_LOCAL_PART
                ? Optional.of(new Address(written, ours))
                : Optional.empty();
    }

    private String again(String forwarder, String rest) {
        return "SRS1=" + hash(forwarder, rest) + '=' + forwarder + '=' + rest;
    }

    public Back read(String local) {
        if (isTagged(local, "SRS0")) {
            return first(local);
        } else if (isTagged(local, "SRS1")) {
            return second(local)
                    .<Back>map(second -> isHash(second.hash(), hash(second.forwarder(), second.rest()))
                            ? to("SRS0" + second.rest(), second.forwarder())
                            : new Back.Refused("its hash is not ours"))
                    .orElse(new Back.Refused("it is cut"));
        }
        return new Back.NotRewritten();
    }

    private Back first(String local) {
        int hashEnd = local.indexOf('=', 5);
        int stampEnd = hashEnd < 0 ? -1 : local.indexOf('=', hashEnd + 1);
        int domainEnd = stampEnd < 0 ? -1 : local.indexOf('=', stampEnd + 1);
        if (domainEnd < 0) {
            return new Back.Refused("it is cut");
        }
        String stamp = local.substring(hashEnd + 1, stampEnd);
        String domain = local.substring(stampEnd + 1, domainEnd);
        String sender = local.substring(domainEnd + 1);
        if (!isHash(local.substring(5, hashEnd), hash(stamp, domain, sender))) {
            return new Back.Refused("its hash is not ours");
        }
        int day = day(stamp);
        int age = day < 0 ? DAYS : Math.floorMod(today() - day, DAYS);
        return age <= settings.maxAge().toDays()
                ? to(sender, domain)
                : new Back.Refused("it was written " + age + " days ago");
    }

    private static Back to(String local, String domain) {
        return Domain.parse(domain)
                .asOptional()
                .<Back>map(at -> new Back.To(new Address(local, at)))
                .orElse(new Back.Refused("it names no domain"));
    }

    /** @param rest with the separator in front, as it stood behind SRS0 */
    private record Second(String hash, String forwarder, String rest) {}

    private static Optional<Second> second(String local) {
        int hashEnd = local.indexOf('=', 5);
        int hostEnd = hashEnd < 0 ? -1 : local.indexOf('=', hashEnd + 1);
        return hostEnd < 0 || hostEnd + 1 >= local.length()
                ? Optional.empty()
                : Optional.of(new Second(
                        local.substring(5, hashEnd),
                        local.substring(hashEnd + 1, hostEnd),
                        local.substring(hostEnd + 1)));
    }

    /** Others separate by a plus or a hyphen too. */
    private static boolean isTagged(String local, String tag) {
        return local.length() > tag.length() + 1
                && Ascii.upper(local.substring(0, tag.length())).equals(tag)
                && "=+-".indexOf(local.charAt(tag.length())) >= 0;
    }

    private int today() {
        return (int) (Duration.ofMillis(clock.millis()).toDays() % DAYS);
    }

    private static String stamp(int day) {
        return "" + LETTERS.charAt(day >> 5 & 31) + LETTERS.charAt(day & 31);
    }

    private static int day(String stamp) {
        String upper = Ascii.upper(stamp);
        int high = upper.length() == STAMP ? LETTERS.indexOf(upper.charAt(0)) : -1;
        int low = high < 0 ? -1 : LETTERS.indexOf(upper.charAt(1));
        return low < 0 ? -1 : high << 5 | low;
    }

    private static boolean isHash(String said, String ours) {
        return MessageDigest.isEqual(
                Ascii.upper(said).getBytes(StandardCharsets.UTF_8), ours.getBytes(StandardCharsets.UTF_8));
    }

    private String hash(String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.shared(), "HmacSHA256"));
            for (String part : parts) {
                mac.update(part.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            byte[] digest = mac.doFinal();
            StringBuilder letters = new StringBuilder(settings.hashLength());
            for (int i = 0; i < settings.hashLength(); i++) {
                letters.append(LETTERS.charAt(digest[i] & 31));
            }
            return letters.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
