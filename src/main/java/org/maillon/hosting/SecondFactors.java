package org.maillon.hosting;

import static org.maillon.hosting.Settling.done;
import static org.maillon.hosting.Settling.refused;
import static org.maillon.hosting.Settling.settle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.maillon.hosting.CredentialRows.FactorRow;
import org.maillon.hosting.Outcome.Cause;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Secret;
import org.maillon.store.Batch;
import org.maillon.store.Store;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/**
 * Codes of an authenticator (RFC 6238), for people who log in at a browser. One is enrolled, and counts once a code has shown
 * that the secret arrived; from then on the account's own password opens no program any more, and app passwords do. No code
 * and no recovery code is taken twice.
 */
public final class SecondFactors {
    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_LETTERS = 10;

    private final Store store;
    private final Accounts accounts;
    private final Salts salts;
    private final Credentials.Making making;

    SecondFactors(Store store, Accounts accounts, Salts salts, Credentials.Making making) {
        this.store = store;
        this.accounts = accounts;
        this.salts = salts;
        this.making = making;
    }

    /** @param recoveryCodes how many are left */
    public record Standing(boolean on, int recoveryCodes) {}

    /**
     * To be shown once.
     *
     * @param secret in base 32, for typing
     * @param uri the same as otpauth:// URI, for a picture
     */
    public record Enrolment(Secret secret, Secret uri) {}

    /** Empty where there is none, nor one begun. */
    public Optional<Standing> standing(Address address) {
        return factor(address)
                .map(row -> new Standing(row.confirmed(), row.recovery().size()));
    }

    /**
     * Begins, or begins anew what was not confirmed.
     *
     * @param issuer what the authenticator shows beside the account
     */
    public Outcome<Enrolment> enrol(Address address, String issuer) {
        byte[] octets = new byte[Totp.SECRET_OCTETS];
        making.entropy().nextBytes(octets);
        Bytes secret = Bytes.wrap(octets);
        return settle(() -> {
            Optional<Account> account = accounts.at(address);
            if (account.isEmpty()) {
                return refused(Cause.MISSING, Accounts.noAccount(address));
            }
            Optional<FactorRow> known = factor(address);
            if (known.filter(FactorRow::confirmed).isPresent()) {
                return refused(
                        Cause.EXISTS,
                        address + " has an authenticator already. `maillon account totp remove " + address
                                + "` ends that one first.");
            }
            FactorRow row =
                    new FactorRow(secret, false, 0, List.of(), making.clock().instant());
            return replace(account.get(), known, row)
                    ? done(new Enrolment(
                            Secret.utf8(Base32.encode(secret)),
                            Secret.utf8(Totp.uri(secret, issuer, address.toString()))))
                    : Optional.empty();
        });
    }

    /** With a first code it counts; brings the recovery codes, to be shown once. */
    public Outcome<List<String>> confirm(Address address, String code) {
        List<String> codes = newCodes(making.entropy());
        return settle(() -> {
            Optional<Account> account = accounts.at(address);
            Optional<FactorRow> known = factor(address);
            if (account.isEmpty()) {
                return refused(Cause.MISSING, Accounts.noAccount(address));
            } else if (known.isEmpty() || known.get().confirmed()) {
                return refused(
                        Cause.MISSING,
                        "No authenticator of " + address + " waits to be confirmed. `maillon account totp enrol "
                                + address + "` begins.");
            }
            OptionalLong step = match(known.get(), code);
            if (step.isEmpty()) {
                return refused(
                        Cause.INVALID,
                        "That code is not the one of this moment. Look at the clock of the device"
                                + " that shows it, and try the next one.");
            }
            List<Bytes> hashes =
                    codes.stream().map(text -> recovery(address, text)).toList();
            FactorRow row = new FactorRow(
                    known.get().secret(),
                    true,
                    step.getAsLong(),
                    hashes,
                    known.get().created());
            return replace(account.get(), known, row) ? done(codes) : Optional.empty();
        });
    }

    public Outcome<Account> remove(Address address) {
        return settle(() -> {
            Optional<Account> account = accounts.at(address);
            Optional<FactorRow> known = factor(address);
            if (account.isEmpty()) {
                return refused(Cause.MISSING, Accounts.noAccount(address));
            }
            if (known.isEmpty() || !(address.domain() instanceof Domain.Name domain)) {
                return refused(Cause.MISSING, address + " has no authenticator.");
            }
            Bytes key = DirectoryKeys.secondFactor(address.localPart());
            Batch.Builder batch = Batch.of(DirectoryKeys.partition(domain))
                    .ifEquals(key, CredentialRows.write(known.get()))
                    .delete(key);
            boolean removed = accounts.commitLocks(batch, domain, address.localPart());
            return removed ? done(account.get()) : Optional.empty();
        });
    }

    /** Whether the account's own password is not enough. */
    boolean isOn(Address address) {
        return factor(address).filter(FactorRow::confirmed).isPresent();
    }

    /** Whether this is a code or a recovery code of this moment; it is none ever after. */
    boolean take(Account account, String code) {
        Outcome<Boolean> taken = settle(() -> {
            Optional<FactorRow> known = factor(account.address()).filter(FactorRow::confirmed);
            Optional<FactorRow> next = known.flatMap(row -> afterUse(account.address(), row, code));
            if (next.isEmpty()) {
                return done(false);
            }
            return replace(account, known, next.get()) ? done(true) : Optional.empty();
        });
        return taken.toOptional().orElse(false);
    }

    private Optional<FactorRow> afterUse(Address address, FactorRow row, String code) {
        OptionalLong step = match(row, code);
        if (step.isPresent()) {
            return Optional.of(row.used(step.getAsLong()));
        }
        Bytes hash = recovery(address, code);
        return row.recovery().contains(hash) ? Optional.of(row.without(hash)) : Optional.empty();
    }

    private OptionalLong match(FactorRow row, String code) {
        String digits = letters(code);
        return Totp.match(
                row, digits, making.clock().instant(), making.settings().totpTolerance());
    }

    private Bytes recovery(Address address, String code) {
        return salts.recovery(Passwords.login(address), letters(code));
    }

    /** Without the blanks and hyphens that people put in. */
    private static String letters(String code) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < Math.min(code.length(), 64); i++) {
            char c = code.charAt(i);
            if (c != ' ' && c != '-') {
                letters.append(c);
            }
        }
        return letters.toString().toLowerCase(Locale.ROOT);
    }

    private static List<String> newCodes(RandomGenerator entropy) {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            StringBuilder code = new StringBuilder();
            for (int at = 0; at < RECOVERY_LETTERS; at++) {
                code.append(at == RECOVERY_LETTERS / 2 ? "-" : "").append(Base32.LETTERS.charAt(entropy.nextInt(32)));
            }
            codes.add(code.toString().toLowerCase(Locale.ROOT));
        }
        return codes;
    }

    private Optional<FactorRow> factor(Address address) {
        return address.domain() instanceof Domain.Name domain
                ? store.get(DirectoryKeys.partition(domain), DirectoryKeys.secondFactor(address.localPart()))
                        .map(CredentialRows::readFactor)
                : Optional.empty();
    }

    private boolean replace(Account account, Optional<FactorRow> was, FactorRow is) {
        if (!(account.address().domain() instanceof Domain.Name domain)) {
            return false;
        }
        Bytes key = DirectoryKeys.secondFactor(account.address().localPart());
        Batch.Builder batch = Accounts.unlessChanged(account, domain);
        was.ifPresentOrElse(row -> batch.ifEquals(key, CredentialRows.write(row)), () -> batch.ifAbsent(key));
        return accounts.commitLocks(
                batch.put(key, CredentialRows.write(is)),
                domain,
                account.address().localPart());
    }
}
