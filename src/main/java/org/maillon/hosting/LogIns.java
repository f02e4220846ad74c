package org.maillon.hosting;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Question;
import org.maillon.wire.sasl.SaslFacts;

/** Log-ins as a protocol offers them: which mechanisms there are, and who answers their questions. */
public final class LogIns {
    private static final String NONCE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int NONCE_LENGTH = 24; // 144 bits of chance

    private final House house;
    private final Set<Mechanism> configured;
    private final LogInSettings settings;
    private final RandomGenerator entropy;

    /** Who knows the accounts: the {@link Authenticator}, or a test. */
    public interface House {
        Decision answer(Attempt attempt, Question question);

        default SaslFacts.BearerHint bearerHint() {
            return SaslFacts.BearerHint.NONE;
        }

        /**
         * A person's log-in, who can be asked for a code.
         *
         * @param code empty: not asked for yet
         */
        default Authenticator.Interactive interactive(Person person, Optional<String> code) {
            return new Authenticator.Interactive.Denied();
        }

        /** Whether the account is there, and what opened it would open it now. */
        default boolean stillHolds(AccountId account, Scope scope, Proof proof) {
            return true;
        }
    }

    /** What a person typed, and from where. */
    public record Person(Attempt attempt, String name, Secret password) {}

    /** {@code entropy} makes nonces: it must be a {@link java.security.SecureRandom} outside tests. */
    public LogIns(House house, Set<Mechanism> configured, LogInSettings settings, RandomGenerator entropy) {
        this.house = house;
        this.configured = Set.copyOf(configured);
        this.settings = settings;
        this.entropy = entropy;
    }

    /**
     * What the settings say, or all that can work.
     *
     * @throws IllegalArgumentException for a name that is no mechanism's
     */
    public static Set<Mechanism> mechanisms(LogInSettings settings, boolean tokens, boolean outside) {
        Set<Mechanism> chosen = EnumSet.noneOf(Mechanism.class);
        for (String name : settings.mechanisms()) {
            chosen.add(Mechanism.named(name)
                    .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no mechanism known here; use "
                            + String.join(", ", names(List.of(Mechanism.values()))))));
        }
        for (Mechanism mechanism : settings.mechanisms().isEmpty() ? Mechanism.values() : new Mechanism[0]) {
            boolean works = switch (mechanism.kind()) {
                case PASSWORD -> true;
                case PROOF -> !outside;
                case TOKEN -> tokens;
            };
            if (works) {
                chosen.add(mechanism);
            }
        }
        return chosen;
    }

    /**
     * What a client is told, the strongest first.
     *
     * @param isPrivate whether nobody can listen: TLS, or loopback. Without, nothing is offered.
     * @param exporter the TLS connection's octets for channel binding
     */
    public List<Mechanism> offered(boolean isPrivate, Optional<Bytes> exporter) {
        List<Mechanism> offered = new ArrayList<>();
        for (Mechanism mechanism : Mechanism.values()) {
            boolean bindable = mechanism != Mechanism.SCRAM_SHA_256_PLUS || exporter.isPresent();
            if (isPrivate && bindable && configured.contains(mechanism)) {
                offered.add(mechanism);
            }
        }
        return List.copyOf(offered);
    }

    public SaslFacts facts(List<Mechanism> offered, Optional<Bytes> exporter) {
        return new SaslFacts(Set.copyOf(offered), exporter, nonce(), house.bearerHint());
    }

    public Decision answer(Attempt attempt, Question question) {
        return house.answer(attempt, question);
    }

    /** As {@link House#interactive}. */
    public Authenticator.Interactive interactive(Person person, Optional<String> code) {
        return house.interactive(person, code);
    }

    /** Whether somebody who has logged in could again, by the same: asked before each message is taken. */
    public boolean stillHolds(AccountId account, Scope scope, Proof proof) {
        return house.stillHolds(account, scope, proof);
    }

    public LogInSettings settings() {
        return settings;
    }

    /** As EHLO and CAPA write them. */
    public static List<String> names(List<Mechanism> mechanisms) {
        return mechanisms.stream().map(Mechanism::wireName).toList();
    }

    private String nonce() {
        StringBuilder nonce = new StringBuilder();
        for (int i = 0; i < NONCE_LENGTH; i++) {
            nonce.append(NONCE_LETTERS.charAt(entropy.nextInt(NONCE_LETTERS.length())));
        }
        return nonce.toString();
    }
}
