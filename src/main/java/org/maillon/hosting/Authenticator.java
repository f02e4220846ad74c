package org.maillon.hosting;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.maillon.hosting.CredentialRows.AppRow;
import org.maillon.hosting.CredentialRows.ScramRow;
import org.maillon.hosting.Entrance.Came;
import org.maillon.hosting.Entrance.Given;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Seldom;
import org.maillon.wire.address.Address;
import org.maillon.wire.sasl.Answer;
import org.maillon.wire.sasl.Question;
import org.maillon.wire.sasl.SaslFacts;
import org.maillon.wire.sasl.ScramKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is this? Answers the questions of {@code wire.sasl}, for every protocol, by the directory's rows, by another directory
 * where one is set up, or by tokens; and asks the {@link LogInGate} first, at each attempt.
 *
 * <p>A name that nobody has costs the same computations as a wrong password and gets the same answer. A log-in name is an
 * account's whole address.
 */
public final class Authenticator implements LogIns.House {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    private final Directory directory;
    private final Others others;
    private final Entrance entrance;
    private final PasswordMemory memory;
    private final boolean remembers;
    private final Proofs proofs;
    private final Seldom toSay;

    /** Whom this one asks. */
    public record Others(LogInGate gate, Tokens tokens) {
        public static final Others NOBODY = new Others(LogInGate.OPEN, Tokens.NONE);
    }

    /** Time of day, and time that runs evenly. */
    public record Time(InstantSource clock, InstantSource steady) {}

    /** {@code entropy} makes a key: it must be a {@link java.security.SecureRandom} outside tests. */
    public Authenticator(
            Directory directory, Others others, LogInSettings settings, Time time, RandomGenerator entropy) {
        this.directory = directory;
        this.others = others;
        this.entrance = new Entrance(others.gate());
        this.memory = new PasswordMemory(settings, time.steady(), entropy);
        this.remembers = !settings.rememberTime().isZero() && settings.rememberEntries() > 0;
        this.proofs = new Proofs(directory, time.clock());
        this.toSay = new Seldom(Duration.ofSeconds(10), time.steady());
    }

    @Override
    public SaslFacts.BearerHint bearerHint() {
        return others.tokens().hint();
    }

    @Override
    public boolean stillHolds(AccountId account, Scope scope, Proof proof) {
        return directory
                .account(account)
                .filter(known -> proofs.stillHold(scope, known, proof))
                .filter(known -> !isGone(known))
                .isPresent();
    }

    /** May wait for a hash, the store, and the networks of others. */
    @Override
    public Decision answer(Attempt attempt, Question question) {
        return switch (question) {
            case Question.Password asked ->
                password(attempt, asked, came -> came).decision();
            case Question.Keys(String name) -> keys(attempt, name);
            case Question.Proved proved -> proved(attempt, proved);
            case Question.Token token -> token(attempt, token);
        };
    }

    // Another directory's people.

    /** Asked of who is in already: one who cannot be asked about just now stays. */
    private boolean isGone(Account account) {
        return directory.outsiders().keep(account)
                && switch (directory.outsiders().find(account.address())) {
                    case OutsideDirectory.Found.Person(Address own) -> !account.isAt(own);
                    case OutsideDirectory.Found.Nobody _ -> true;
                    case OutsideDirectory.Found.NotNow _ -> false;
                };
    }

    /** Who was removed there comes in neither by a password that was made here, nor by one that is remembered. */
    private Decision confirmed(Decision decision) {
        Optional<Account> theirs = decision.account().filter(directory.outsiders()::keep);
        return theirs.map(account -> switch (directory.outsiders().find(account.address())) {
                    case OutsideDirectory.Found.Person(Address own) -> account.isAt(own) ? decision : Decision.DENIED;
                    case OutsideDirectory.Found.Nobody _ -> Decision.DENIED;
                    case OutsideDirectory.Found.NotNow(String why) -> later(account.address(), why);
                })
                .orElse(decision);
    }

    private Decision later(Address address, String why) {
        if (toSay.isTime()) {
            LOG.warn("nobody of {} can log in just now: {}", address.domain(), why);
        }
        return Decision.LATER;
    }

    // Passwords.

    /** @param then what else is wanted before it is a success */
    private Came password(Attempt attempt, Question.Password asked, UnaryOperator<Came> then) {
        String login = Names.login(asked.name());
        return entrance.closed(attempt, login)
                .map(closed -> Came.of(login, closed))
                .orElseGet(() -> entrance.pass(attempt, new Given(login, asked.password()), password -> {
                    Decision right = checked(attempt, LoginName.parse(asked.name()), password);
                    return then.apply(Came.of(login, confirmed(actingAs(right, login, asked.authorize()))));
                }));
    }

    /** Nobody acts as somebody else here. */
    private static Decision actingAs(Decision decision, String login, Optional<String> authorize) {
        boolean same = authorize.map(Names::login).map(login::equals).orElse(true);
        return same || !decision.isGranted() ? decision : Decision.DENIED;
    }

    private Decision checked(Attempt attempt, Optional<Address> address, Secret password) {
        Optional<Account> account = address.flatMap(directory::accountOf);
        Optional<Secret> app = AppPasswordText.read(password);
        Optional<Decision> opened = account.flatMap(known -> remembered(attempt, known, app.orElse(password)))
                .or(() -> app.flatMap(typed -> byAppPassword(attempt, address, account, typed)));
        if (opened.isPresent()) {
            return opened.get();
        }
        boolean outside = address.filter(directory.outsiders()::know).isPresent();
        Optional<String> stored = account.flatMap(directory::passwordOf);
        return outside && stored.isEmpty()
                ? byOutside(attempt, address.orElseThrow(), password)
                : byOwnPassword(attempt, account, stored, password);
    }

    private Optional<Decision> remembered(Attempt attempt, Account account, Secret password) {
        if (!remembers) {
            return Optional.empty();
        }
        return memory.recall(Passwords.login(account.address()), password)
                .filter(proof -> proofs.hold(attempt.scope(), account, proof))
                .map(proof -> {
                    if (proof instanceof Proof.Keys(ScramKeys.Pair pair)) {
                        noteUse(attempt, account, pair);
                    }
                    return Decision.granted(account, proof);
                });
    }

    private void noteUse(Attempt attempt, Account account, ScramKeys.Pair pair) {
        proofs.opening(attempt.scope(), account, pair)
                .ifPresent(row -> directory.credentials().used(account.address(), row));
    }

    /** One PBKDF2, whether the account is there or not and however many app passwords it has. */
    private Optional<Decision> byAppPassword(
            Attempt attempt, Optional<Address> address, Optional<Account> account, Secret app) {
        Address salted = address.orElse(Names.NOBODY);
        ScramRow given = directory.passwords().derive(salted, app);
        return account.flatMap(owner -> opensWith(attempt, owner, app, given.pair())
                .or(() -> directory.credentials().apps(owner.address()).stream()
                        .map(AppRow::scram)
                        .filter(row -> row.iterations() != given.iterations()
                                || !row.salt().equals(given.salt()))
                        .map(row -> directory.passwords().derive(app, row.salt(), row.iterations()))
                        .flatMap(older -> opensWith(attempt, owner, app, older.pair()).stream())
                        .findFirst()));
    }

    private Optional<Decision> opensWith(Attempt attempt, Account owner, Secret app, ScramKeys.Pair pair) {
        return proofs.opening(attempt.scope(), owner, pair).map(used -> {
            Proof proof = new Proof.Keys(pair);
            directory.credentials().used(owner.address(), used);
            memory.keep(Passwords.login(owner.address()), app, proof);
            return Decision.granted(owner, proof);
        });
    }

    private Decision byOwnPassword(
            Attempt attempt, Optional<Account> account, Optional<String> stored, Secret password) {
        boolean right = directory.passwords().matches(stored, password);
        if (!right
                || stored.isEmpty()
                || account.isEmpty()
                || !proofs.mayUseOwnPassword(attempt.scope(), account.get())) {
            return Decision.DENIED;
        }
        directory.renew(account.get(), stored.get(), password);
        Proof proof = new Proof.Own(directory.passwordOf(account.get()).orElse(stored.get()));
        memory.keep(Passwords.login(account.get().address()), password, proof);
        return Decision.granted(account.get(), proof);
    }

    private Decision byOutside(Attempt attempt, Address address, Secret password) {
        return switch (directory.outsiders().logIn(address, password)) {
            case OutsideDirectory.Found.Person(Address own) ->
                directory
                        .fromOutside(own)
                        .filter(account -> proofs.mayUseOwnPassword(attempt.scope(), account))
                        .map(account -> remembering(account, password))
                        .orElse(Decision.DENIED);
            case OutsideDirectory.Found.Nobody _ -> Decision.DENIED;
            case OutsideDirectory.Found.NotNow(String why) -> later(address, why);
        };
    }

    /** How long it holds after a change over there is the memory's time, which is short. */
    private Decision remembering(Account account, Secret password) {
        Proof proof = new Proof.Outside();
        memory.keep(Passwords.login(account.address()), password, proof);
        return Decision.granted(account, proof);
    }

    // A second factor.

    /** What came of a person's log-in at a browser. */
    public sealed interface Interactive {
        record Granted(Account account) implements Interactive {}

        /** The password is right; now a code of the authenticator, or a recovery code, is wanted. */
        record CodeWanted() implements Interactive {}

        record Denied() implements Interactive {}

        record Later() implements Interactive {}

        record Blocked(String sentence) implements Interactive {}
    }

    @Override
    public Interactive interactive(LogIns.Person person, Optional<String> code) {
        return interactive(person.attempt(), person.name(), person.password(), code);
    }

    /** @param code empty: not asked for yet */
    public Interactive interactive(Attempt attempt, String name, Secret password, Optional<String> code) {
        Question.Password asked = new Question.Password(Optional.empty(), name, password);
        Came came = password(attempt, asked, first -> withCode(first, code));
        return switch (came.decision().answer()) {
            case Answer.Granted _ when came.half() -> new Interactive.CodeWanted();
            case Answer.Granted _ ->
                new Interactive.Granted(came.decision().account().orElseThrow());
            case Answer.Denied _ -> new Interactive.Denied();
            case Answer.Later _ -> new Interactive.Later();
            case Answer.Blocked(String sentence) -> new Interactive.Blocked(sentence);
            case Answer.Keys _ -> throw new IllegalStateException("keys for a password");
        };
    }

    /** It is a success once both are right: else who has the password would try codes without end. */
    private Came withCode(Came first, Optional<String> code) {
        Optional<Account> owner = first.decision().account();
        if (owner.filter(account -> directory.secondFactors().isOn(account.address()))
                .isEmpty()) {
            return first;
        }
        if (code.isEmpty()) {
            return new Came(first.login(), first.decision(), true);
        }
        boolean right = directory.secondFactors().take(owner.get(), code.get());
        return right ? first : Came.of(first.login(), Decision.DENIED);
    }

    // SCRAM.

    private Decision keys(Attempt attempt, String name) {
        String login = Names.login(name);
        return entrance.closed(attempt, login)
                .orElseGet(() -> Decision.of(new Answer.Keys(keys(attempt, LoginName.parse(name), login))));
    }

    private ScramKeys keys(Attempt attempt, Optional<Address> name, String login) {
        List<ScramRow> rows = name.flatMap(directory::accountOf)
                .map(account -> proofs.proving(attempt.scope(), account))
                .orElse(List.of());
        if (rows.isEmpty()) {
            return directory.passwords().noKeys(login);
        }
        ScramRow first = rows.getFirst();
        List<ScramKeys.Pair> pairs = rows.stream()
                .filter(row -> row.salt().equals(first.salt()) && row.iterations() == first.iterations())
                .map(ScramRow::pair)
                .toList();
        return new ScramKeys(first.salt(), first.iterations(), pairs);
    }

    /** The rows are read anew: what was revoked between challenge and proof opens nothing. */
    private Decision proved(Attempt attempt, Question.Proved proved) {
        String login = Names.login(proved.name());
        return entrance.pass(
                        attempt,
                        Given.proof(login),
                        _ -> Came.of(login, confirmed(actingAs(byProof(attempt, proved), login, proved.authorize()))))
                .decision();
    }

    private Decision byProof(Attempt attempt, Question.Proved proved) {
        return proved.key()
                .flatMap(pair -> LoginName.parse(proved.name())
                        .flatMap(directory::accountOf)
                        .filter(known -> proofs.keysHold(attempt.scope(), known, pair))
                        .map(known -> {
                            noteUse(attempt, known, pair);
                            return Decision.granted(known, new Proof.Keys(pair));
                        }))
                .orElse(Decision.DENIED);
    }

    // Tokens.

    private Decision token(Attempt attempt, Question.Token asked) {
        String claimed = asked.authorize().map(Names::login).orElse("");
        return entrance.closed(attempt, claimed)
                .orElseGet(() -> entrance.pass(
                                attempt, new Given(claimed, asked.token()), token -> byToken(attempt, asked, token))
                        .decision());
    }

    private Came byToken(Attempt attempt, Question.Token asked, Secret token) {
        String claimed = asked.authorize().map(Names::login).orElse("");
        return switch (others.tokens().check(token)) {
            case Tokens.Verdict.Good(Address owner) -> {
                String login = Passwords.login(owner);
                Decision decision = directory
                        .accountOf(owner)
                        .or(() -> fromOutside(owner))
                        .map(Authenticator::byTheirWord)
                        .orElse(Decision.DENIED);
                yield Came.of(login, confirmed(actingAs(decision, login, asked.authorize())));
            }
            case Tokens.Verdict.Bad(String why) -> {
                LOG.info("a token from {} is refused: {}", attempt.from().getHostAddress(), why);
                yield Came.of(claimed, Decision.DENIED);
            }
            case Tokens.Verdict.NotNow(String why) -> {
                LOG.warn("tokens cannot be checked just now: {}", why);
                yield Came.of(claimed, Decision.LATER);
            }
        };
    }

    private static Decision byTheirWord(Account account) {
        return Decision.granted(account, new Proof.Elsewhere());
    }

    private Optional<Account> fromOutside(Address owner) {
        return directory.outsiders().know(owner)
                        && directory.outsiders().find(owner) instanceof OutsideDirectory.Found.Person(Address own)
                ? directory.fromOutside(own)
                : Optional.empty();
    }
}
