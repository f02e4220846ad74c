package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.maillon.hosting.OutsideDirectory.Found;
import org.maillon.hosting.ldap.Lines.SilentException;
import org.maillon.hosting.ldap.Lines.Talk;
import org.maillon.hosting.ldap.Search.Hit;
import org.maillon.hosting.ldap.Tries.Try;
import org.maillon.kernel.Secret;
import org.maillon.kernel.Seldom;
import org.maillon.wire.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those whom one {@code [[ldap]]} keeps. */
final class People implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(People.class);

    /**
     * Answers to a bind that are about who logs in (RFC 4511 §A.2): a wrong password, an entry that is gone, that has no password,
     * that was switched off or locked, or whose name is none.
     */
    private static final Set<ResultCode> THEIR_FAULT = Set.of(
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.CONSTRAINT_VIOLATION,
            ResultCode.INVALID_DN_SYNTAX);

    private final Search search;
    private final Optional<NameTemplate> name;
    private final Lines lookUps;
    private final Lines searches;
    private final Lines logIns;
    private final Answers answers;
    private final Tries tries;
    private final Duration rest;
    private final InstantSource steady;
    private final Seldom toSay;
    private final Seldom tooMany;
    private volatile Optional<Silence> silence = Optional.empty();

    private record Silence(String why, Instant until) {}

    /**
     * Its connections, of each kind a few: strangers cause look-ups, and keep nobody from logging in.
     *
     * @param lookUps bound as us
     * @param searches bound as us, for whoever logs in
     * @param logIns bound as whoever logs in; they search for nobody else
     */
    record Connections(Lines lookUps, Lines searches, Lines logIns) {}

    People(LdapSetting setting, Search search, Connections connections, InstantSource steady) {
        this.search = search;
        this.name = setting.logInDn().isEmpty() ? Optional.empty() : Optional.of(NameTemplate.parse(setting.logInDn()));
        this.lookUps = connections.lookUps();
        this.searches = connections.searches();
        this.logIns = connections.logIns();
        this.answers = new Answers(setting, steady);
        this.tries = new Tries(setting, steady);
        this.rest = setting.rest();
        this.steady = steady;
        this.toSay = new Seldom(Duration.ofMinutes(1), steady);
        this.tooMany = new Seldom(Duration.ofMinutes(1), steady);
    }

    String title() {
        return "LDAP at " + lookUps.named();
    }

    void forget(Address address) {
        answers.forget(address);
    }

    Found find(Address address) {
        return answers.find(address, () -> asked(() -> found(lookUps.ask(line -> search.below(line, address)))));
    }

    Found logIn(Address address, Secret password) {
        if (password.length() == 0) {
            return new Found.Nobody(); // RFC 4513 §5.1.2: servers take it for an anonymous log-in, which succeeds
        }
        if (Search.isNobodys(address)) {
            return new Found.Nobody();
        }
        return asked(() ->
                name.isPresent() ? byName(name.get().fill(address), address, password) : bySearch(address, password));
    }

    private interface Question {
        Found answer() throws LDAPException, SilentException;
    }

    /** What a server says of us, not of a person, is no answer either. */
    private Found asked(Question question) {
        Optional<Silence> now = silence;
        if (now.isPresent() && steady.instant().isBefore(now.get().until())) {
            return new Found.NotNow(now.get().why());
        }
        try {
            Found found = question.answer();
            if (now.isPresent()) {
                silence = Optional.empty();
                LOG.info("{} answers again", title());
            }
            return found;
        } catch (SilentException e) {
            return silent(String.valueOf(e.getMessage()), e.isDown());
        } catch (LDAPException e) {
            return silent(Words.of(e), false);
        }
    }

    private Found silent(String why, boolean down) {
        if (down) {
            silence = Optional.of(new Silence(why, steady.instant().plus(rest)));
        }
        if (toSay.isTime()) {
            LOG.warn("{} gives no answer: {}", title(), why);
        }
        return new Found.NotNow(why);
    }

    private static Found found(Hit hit) {
        return switch (hit) {
            case Hit.One(DN _, Address own) -> new Found.Person(own);
            case Hit.None _ -> new Found.Nobody();
            case Hit.Unclear(String why) -> new Found.NotNow(why);
        };
    }

    /** A name that nobody has is bound as well: a log-in is two questions whoever it is. */
    private Found bySearch(Address address, Secret password) throws LDAPException, SilentException {
        return switch (searches.ask(line -> search.below(line, address))) {
            case Hit.One(DN entry, Address own) ->
                opens(entry, password, _ -> true).orElse(false) ? kept(address, own) : new Found.Nobody();
            case Hit.None _ -> {
                var _ = logIns.ask(line -> binds(line, nobody(), password));
                yield new Found.Nobody();
            }
            case Hit.Unclear(String why) -> new Found.NotNow(why);
        };
    }

    private DN nobody() {
        return new DN(new RDN("cn", "nobody has this address"), search.base());
    }

    /** What it says of itself is not all: as us, we find it by its own address, and it alone. */
    private Found byName(DN entry, Address address, Secret password) throws LDAPException, SilentException {
        Hit hit =
                opens(entry, password, line -> search.at(line, entry, address)).orElseGet(Hit.None::new);
        if (!(hit instanceof Hit.One one)) {
            return found(hit);
        }
        Hit known = Search.theirs(one, searches.ask(line -> search.below(line, one.own())));
        answers.forget(address);
        return known instanceof Hit.One ? kept(one.own(), one.own()) : found(known);
    }

    /** Only under the address by which a search found the person: what an entry says of another address is no answer to it. */
    private Found kept(Address asked, Address own) {
        Found found = new Found.Person(own);
        answers.keep(asked, found);
        return found;
    }

    /** What is then said over the connection; empty where the password is wrong, or too many were: that is no other answer. */
    private <T> Optional<T> opens(DN entry, Secret password, Talk<T> then) throws LDAPException, SilentException {
        Optional<Try> taken = tries.take(entry);
        if (taken.isEmpty()) {
            if (tooMany.isTime()) {
                LOG.warn("{}: too many wrong passwords of {}, no more are sent on for a while", title(), shown(entry));
            }
            var _ = logIns.ask(line -> binds(line, nobody(), password));
            return Optional.empty();
        }
        boolean judged = false;
        try {
            Optional<T> said = logIns.ask(line ->
                    binds(line, entry, password) ? Optional.of(afterwards(line, taken.get(), then)) : Optional.empty());
            judged = true;
            return said;
        } finally {
            if (!judged) {
                tries.giveBack(taken.get());
            }
        }
    }

    private <T> T afterwards(LDAPConnection line, Try right, Talk<T> then) throws LDAPException {
        tries.succeeded(right);
        return then.over(line);
    }

    private static String shown(DN entry) {
        return Words.shown(entry.toString());
    }

    private static boolean binds(LDAPConnection line, DN entry, Secret password) throws LDAPException {
        try {
            line.bind(new SimpleBindRequest(entry.toString(), password.shared()));
            return true;
        } catch (LDAPException e) {
            if (THEIR_FAULT.contains(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        lookUps.close();
        searches.close();
        logIns.close();
    }
}
