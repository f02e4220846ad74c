package org.maillon.submit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Resolution;
import org.maillon.hosting.id.TenantId;
import org.maillon.queue.Destination;
import org.maillon.queue.Recipient;
import org.maillon.queue.Traces;
import org.maillon.route.Route;
import org.maillon.route.RouteTable;
import org.maillon.verify.Purpose;
import org.maillon.verify.Verdict;
import org.maillon.verify.Verifier;
import org.maillon.verify.VerifyReplies;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/**
 * The gate. Its questions come in the order of what they cost: what the command itself says, then the directory, then
 * DNS; a client that may not send onward never makes us ask DNS about a recipient.
 */
public final class MailIntake implements Intake {
    private final Known known;
    private final EndOfData endOfData;
    private final Traces traces;
    private final Checks checks;
    private final BiPredicate<Client, ReversePath> vouched;
    private volatile SubmitSettings settings;

    /** Who knows what exists, where it is and whether it has room. */
    public record Known(Directory directory, Supplier<RouteTable> routes, Verifier verifier, MailboxRoom mailboxes) {}

    public MailIntake(Known known, EndOfData endOfData, Traces traces, SubmitSettings settings) {
        this(known, endOfData, traces, Checks.none(settings), settings);
    }

    public MailIntake(Known known, EndOfData endOfData, Traces traces, Checks checks, SubmitSettings settings) {
        this.known = known;
        this.endOfData = endOfData;
        this.traces = traces;
        this.checks = checks;
        this.settings = settings;
        this.vouched = (_, _) -> true;
    }

    private MailIntake(MailIntake like, BiPredicate<Client, ReversePath> vouched) {
        this.known = like.known;
        this.endOfData = like.endOfData;
        this.traces = like.traces;
        this.checks = like.checks;
        this.settings = like.settings;
        this.vouched = vouched;
    }

    /**
     * The same, which knows whose word to take for a client's sender. For others a sender's server is asked, where that is
     * wanted at all, and no notice of success is sent: it would go to whomever they named.
     */
    public MailIntake vouchedBy(BiPredicate<Client, ReversePath> vouched) {
        return new MailIntake(this, vouched);
    }

    /** In octets; what the greeting offers follows what holds. */
    public long maxMessageSize() {
        return settings.maxMessageSize().octets();
    }

    /** New limits for what comes from now on; a message being taken keeps its own. */
    public void reload(SubmitSettings settings) {
        this.settings = settings;
        checks.insiders().reload(settings);
    }

    @Override
    public Optional<Reply> sender(Client client, ReversePath sender, MailParameters parameters) {
        long most = settings.maxMessageSize().octets();
        if (parameters.size().orElse(0) > most) {
            return Optional.of(SubmitReplies.tooLarge(most)); // RFC 1870 §6.1: said before the body travels
        }
        Optional<Reply> refusal = objection(client, sender, parameters, true)
                .or(() -> unknown(client, sender))
                .or(() -> objection(client, sender, parameters, false));
        refusal.ifPresent(reply -> refused(client, sender, Optional.empty(), reply));
        return refusal;
    }

    private Optional<Reply> unknown(Client client, ReversePath sender) {
        return switch (sender) {
            case ReversePath.Null _ -> Optional.empty();
            case ReversePath.Sender(Address address) ->
                VerifyReplies.sender(address, known.verifier().sender(address, () -> vouched.test(client, sender)));
        };
    }

    @Override
    public List<String> offers(Client client) {
        return checks.atSender().stream()
                .filter(WishesCheck.class::isInstance)
                .flatMap(check -> ((WishesCheck) check).offers(client).stream())
                .toList();
    }

    @Override
    public RecipientAnswer recipient(Client client, ReversePath sender, Address recipient, RcptParameters parameters) {
        RouteTable routes = known.routes().get();
        Route route = routes.routeOf(recipient);
        Optional<Reply> refusal = switch (route) {
            case Route.Local _ -> refuseLocal(recipient);
            case Route.Mx _, Route.Via _, Route.Discard _ ->
                mayGoOnward(client, recipient, routes)
                        ? VerifyReplies.recipient(recipient, onward(client, sender, recipient, parameters))
                        : Optional.of(SubmitReplies.relayDenied(recipient));
        };
        refusal = refusal.or(() -> objection(client, sender, recipient));
        if (refusal.isPresent()) {
            refused(client, sender, Optional.of(recipient), refusal.get());
            return new RecipientAnswer.Refused(refusal.get());
        }
        return new RecipientAnswer.Welcome(
                new Recipient(recipient, honoured(client, sender, parameters), new Destination(route.key()), 0));
    }

    /** RFC 3461 §4.1 lets a sender ask for a notice of success; one that is forged would make us write to its victim. */
    private RcptParameters honoured(Client client, ReversePath sender, RcptParameters asked) {
        boolean forSuccess =
                asked.notifying().filter(what -> what.contains(Notify.SUCCESS)).isPresent();
        if (!forSuccess || vouched.test(client, sender)) {
            return asked;
        }
        return new RcptParameters(asked.notifying().map(MailIntake::withoutSuccess), asked.original());
    }

    /** Who asked for nothing but success is to hear of nothing else, the next server's notices among it (RFC 3461 §4.1). */
    private static Set<Notify> withoutSuccess(Set<Notify> asked) {
        Set<Notify> left =
                asked.stream().filter(what -> what != Notify.SUCCESS).collect(Collectors.toUnmodifiableSet());
        return left.isEmpty() ? Set.of(Notify.NEVER) : left;
    }

    private Optional<Reply> objection(Client client, ReversePath sender, MailParameters parameters, boolean first) {
        for (SenderCheck check : checks.atSender()) {
            Optional<Reply> said =
                    check.asksFirst() == first ? check.check(client, sender, parameters) : Optional.empty();
            if (said.isPresent()) {
                return said;
            }
        }
        return Optional.empty();
    }

    private Optional<Reply> objection(Client client, ReversePath sender, Address recipient) {
        for (RecipientCheck check : checks.atRecipient()) {
            Optional<Reply> said = check.check(client, sender, recipient);
            if (said.isPresent()) {
                return said;
            }
        }
        return Optional.empty();
    }

    private void refused(Client client, ReversePath sender, Optional<Address> recipient, Reply reply) {
        traces.refused(client.origin(), address(sender), recipient, reply);
    }

    private static Optional<Address> address(ReversePath path) {
        return switch (path) {
            case ReversePath.Null _ -> Optional.empty();
            case ReversePath.Sender(Address address) -> Optional.of(address);
        };
    }

    private Optional<Reply> refuseLocal(Address recipient) {
        Optional<Reply> unknown =
                VerifyReplies.recipient(recipient, known.verifier().recipient(recipient));
        if (unknown.isPresent()) {
            return unknown;
        }
        return known.directory().resolve(recipient) instanceof Resolution.ToAccount(Account account, var _)
                        && !known.mailboxes().hasRoom(account)
                ? Optional.of(SubmitReplies.mailboxFull(recipient))
                : Optional.empty();
    }

    private boolean mayGoOnward(Client client, Address recipient, RouteTable routes) {
        return checks.insiders().include(client) || routes.opensToAnyone(recipient);
    }

    /** In a mail transaction the question to the next server is the first half of the delivery. */
    private Verdict onward(Client client, ReversePath sender, Address recipient, RcptParameters parameters) {
        return client.passage()
                .map(passage -> known.verifier()
                        .recipient(
                                recipient,
                                new Purpose.Delivery(
                                        passage, client.server(), sender, passage.parameters(), parameters)))
                .orElseGet(() -> known.verifier().recipient(recipient));
    }

    @Override
    public Incoming open(Transaction transaction) {
        Transaction once = new Transaction(
                transaction.client(),
                transaction.sender(),
                transaction.parameters(),
                eachOnce(transaction.recipients()));
        return endOfData.open(once, payer(once), settings);
    }

    /** A recipient named twice gets one copy. */
    private static List<Recipient> eachOnce(List<Recipient> recipients) {
        if (recipients.size() == 1) {
            return recipients;
        }
        Set<Address> seen = new HashSet<>();
        List<Recipient> distinct = new ArrayList<>(recipients.size());
        for (Recipient recipient : recipients) {
            if (seen.add(once(recipient))) {
                distinct.add(recipient);
            }
        }
        return distinct;
    }

    /** Here local parts have no case; elsewhere only their server knows (RFC 5321 §2.4). */
    private static Address once(Recipient recipient) {
        Address address = recipient.address();
        return recipient.destination().equals(Destination.LOCAL)
                ? new Address(address.localPart().toLowerCase(Locale.ROOT), address.domain())
                : address;
    }

    /** The tenant of who has logged in, or the sender's, for what goes out; the first local recipient's for what comes in. */
    private TenantId payer(Transaction transaction) {
        return transaction
                .client()
                .link()
                .login()
                .map(Login::tenant)
                .or(() -> address(transaction.sender()).flatMap(this::tenant))
                .or(() -> transaction.recipients().stream()
                        .filter(recipient -> recipient.destination().equals(Destination.LOCAL))
                        .findFirst()
                        .flatMap(recipient -> tenant(recipient.address())))
                .orElse(TenantId.DEFAULT);
    }

    private Optional<TenantId> tenant(Address address) {
        return switch (known.directory().resolve(address)) {
            case Resolution.NotOurs _ -> Optional.empty();
            case Resolution.NoSuchMailbox(TenantId tenant) -> Optional.of(tenant);
            case Resolution.NotNow(TenantId tenant, var _) -> Optional.of(tenant);
            case Resolution.ToAccount(Account account, var _) -> Optional.of(account.tenant());
            case Resolution.ToAddresses(TenantId tenant, var _, var _) -> Optional.of(tenant);
        };
    }
}
