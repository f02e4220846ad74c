package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;

/** Whose is an address? One entry's, or nobody's; all else is unclear, and nobody is refused for it. */
final class Search {
    /** One entry is the answer, two are too many: no server need send more (RFC 4511 §4.5.1.4). */
    private static final int ENTRIES = 2;

    /** References are passed over; a server that sends nothing else is hung up on. */
    private static final int REFERENCES = 100;

    private final LdapSetting setting;
    private final DN base;
    private final FilterTemplate filter;
    private final Set<Domain.Name> domains;

    Search(LdapSetting setting, Set<Domain.Name> domains) {
        this.setting = setting;
        this.base = NameTemplate.name(setting.base());
        this.filter = filter(setting);
        this.domains = domains;
    }

    /** @throws IllegalArgumentException with a sentence */
    static FilterTemplate filter(LdapSetting setting) {
        return setting.filter().isEmpty()
                ? FilterTemplate.anyOf(Stream.concat(Stream.of(setting.address()), setting.aliases().stream())
                        .toList())
                : FilterTemplate.parse(setting.filter());
    }

    sealed interface Hit {
        record One(DN entry, Address own) implements Hit {}

        record None() implements Hit {}

        record Unclear(String why) implements Hit {}
    }

    DN base() {
        return base;
    }

    /** Who has the address, among all: an entry that is found by its own address as well, so that no one names another's. */
    Hit below(LDAPConnection connection, Address asked) throws LDAPException {
        Hit hit = anywhere(connection, asked);
        return hit instanceof Hit.One one && !one.own().equals(asked)
                ? theirs(one, anywhere(connection, one.own()))
                : hit;
    }

    /** The entry itself, where whoever has its own address is the same one. */
    static Hit theirs(Hit.One one, Hit byOwn) {
        return byOwn.equals(one)
                ? one
                : new Hit.Unclear(Words.shown(one.entry().toString()) + " says that " + one.own()
                        + " is its own address, by which "
                        + switch (byOwn) {
                            case Hit.One(DN other, Address _) -> Words.shown(other.toString()) + " is found";
                            case Hit.None _ -> "nobody is found";
                            case Hit.Unclear(String why) -> "no one entry is found: " + why;
                        });
    }

    private Hit anywhere(LDAPConnection connection, Address asked) throws LDAPException {
        SearchScope scope = switch (setting.scope()) {
            case SUB -> SearchScope.SUB;
            case ONE -> SearchScope.ONE;
            case BASE -> SearchScope.BASE;
        };
        return search(connection, base, scope, asked);
    }

    /** Whether this entry has it. */
    Hit at(LDAPConnection connection, DN entry, Address asked) throws LDAPException {
        return search(connection, entry, SearchScope.BASE, asked);
    }

    /**
     * {@code ""@example.org}: without a local part {@code (mail=%u*)} would ask for everybody. So would one of nothing but
     * spaces and characters that a server passes over (RFC 4518 §2.2, §2.6.1).
     */
    static boolean isNobodys(Address address) {
        return address.localPart().codePoints().noneMatch(Search::isSeen);
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> c != 0xFFFC; // the object replacement character
        };
    }

    private Hit search(LDAPConnection connection, DN from, SearchScope scope, Address asked) throws LDAPException {
        if (isNobodys(asked)) {
            return new Hit.None();
        }
        Gathered gathered = new Gathered(connection);
        Filter filled = filter.fill(asked);
        SearchRequest request = new SearchRequest(
                gathered,
                from.toString(),
                scope,
                DereferencePolicy.NEVER,
                ENTRIES,
                Math.toIntExact(setting.answerTimeout().toSeconds()),
                false,
                filled,
                setting.address());
        request.setFollowReferrals(false);
        try {
            connection.search(request);
        } catch (LDAPException e) {
            if (gathered.entries.size() < ENTRIES && !e.getResultCode().isConnectionUsable()) {
                throw e;
            } else if (gathered.entries.size() < ENTRIES) {
                return unclear(e, from);
            }
        }
        return gathered.entries.size() < ENTRIES
                ? gathered.entries.stream()
                        .findFirst()
                        .map(entry -> owner(entry, asked))
                        .orElseGet(Hit.None::new)
                : new Hit.Unclear("more than one entry has " + asked);
    }

    private static Hit unclear(LDAPException e, DN from) {
        if (e.getResultCode().equals(ResultCode.REFERRAL)) {
            return new Hit.Unclear("it refers us to another server, which is not followed");
        } else if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
            return new Hit.Unclear("it has no " + from + ", or does not show it to us");
        }
        return new Hit.Unclear(Words.of(e));
    }

    /** Values have no order (RFC 4511 §4.1.7): of two own addresses neither could be told to be the mailbox's. */
    private Hit owner(SearchResultEntry entry, Address asked) {
        String[] values = entry.getAttributeValues(setting.address());
        Set<Address> own = Stream.of(values == null ? new String[0] : values)
                .flatMap(value -> address(value, asked).stream())
                .filter(address -> address.domain() instanceof Domain.Name name && domains.contains(name))
                .collect(Collectors.toUnmodifiableSet());
        if (own.size() > 1) {
            return new Hit.Unclear(Words.shown(entry.getDN()) + " has " + own.size() + " values of " + setting.address()
                    + " in these domains, and may have one");
        }
        return own.stream().findFirst().<Hit>map(address -> one(entry, address)).orElseGet(Hit.None::new);
    }

    private static Hit one(SearchResultEntry entry, Address own) {
        try {
            DN name = entry.getParsedDN();
            return name.isNullDN() // binding as nobody succeeds with any password (RFC 4513 §5.1.1)
                    ? new Hit.Unclear("the entry of " + own + " has no name")
                    : new Hit.One(name, own);
        } catch (LDAPException e) {
            return new Hit.Unclear("the name of an entry cannot be read: " + Words.of(e));
        }
    }

    private static Optional<Address> address(String value, Address asked) {
        return Address.parse(value.indexOf('@') >= 0 ? value : value + "@" + asked.domain())
                .asOptional();
    }

    /** The first of what comes; beyond its bounds the connection ends. */
    private static final class Gathered implements SearchResultListener {
        private static final long serialVersionUID = 1L;

        private final transient LDAPConnection connection;
        private final transient List<SearchResultEntry> entries = new ArrayList<>();
        private int references;

        Gathered(LDAPConnection connection) {
            this.connection = connection;
        }

        @Override
        public void searchEntryReturned(SearchResultEntry entry) {
            if (entries.size() < ENTRIES) {
                entries.add(entry);
            } else {
                connection.close();
            }
        }

        @Override
        public void searchReferenceReturned(SearchResultReference reference) {
            references++;
            if (references > REFERENCES) {
                connection.close();
            }
        }
    }
}
