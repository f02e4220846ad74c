package org.maillon.deliver.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.maillon.deliver.MailboxDelivery;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.Resolution;
import org.maillon.kernel.Bytes;
import org.maillon.mailbox.Arrival;
import org.maillon.mailbox.Folder;
import org.maillon.mailbox.Mailboxes;
import org.maillon.mailbox.Stored;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Lanes;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/** Delivers to addresses of ours; one result a recipient. A {@link org.maillon.store.StoreException} goes up: nothing was decided then. */
public final class LocalDelivery implements MailboxDelivery {
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final Lanes lanes;
    private final InstantSource clock;
    private final LocalDeliverySettings settings;

    public LocalDelivery(
            Directory directory,
            Mailboxes mailboxes,
            Lanes lanes,
            InstantSource clock,
            LocalDeliverySettings settings) {
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.lanes = lanes;
        this.clock = clock;
        this.settings = settings;
    }

    /** One recipient of one attempt. */
    private record Item(Attempt attempt, int number, Courier.Content content) {
        Recipient recipient() {
            return attempt.envelope().recipients().get(number);
        }

        Address address() {
            return recipient().address();
        }

        /** The same for every try of this delivery, and for no other (law 3). */
        String key() {
            return LocalDelivery.key(attempt.id(), number);
        }
    }

    @Override
    public Result deliver(Attempt attempt, int recipient, Courier.Content content) {
        Item item = new Item(attempt, recipient, content);
        Address address = item.address();
        return switch (directory.resolve(address)) {
            case Resolution.NotOurs _ ->
                failed(LocalReplies.notOurs(address), address.domain() + " is not hosted here any more");
            case Resolution.NoSuchMailbox _ ->
                failed(LocalReplies.noSuchMailbox(address), "nobody here is called " + address);
            case Resolution.NotNow(var _, String why) ->
                new Result.Deferred(
                        new Result.Failure(LocalReplies.directorySilent(address), Optional.empty(), why, false));
            case Resolution.ToAddresses alias ->
                expanded(item, alias.targets(), "the alias " + address + " stands for " + words(alias.targets()));
            case Resolution.ToAccount(Account account, Optional<String> detail) -> toAccount(item, account, detail);
        };
    }

    /** Also where the account forwards by now, or the route leads elsewhere: what is in the mailbox is there. */
    @Override
    public Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient) {
        return directory.resolve(recipient) instanceof Resolution.ToAccount(Account account, var _)
                        && mailboxes.hasStored(account.id(), key(id, number))
                ? Optional.of(stored(account))
                : Optional.empty();
    }

    private static String key(QueueId id, int number) {
        return id + "/" + number;
    }

    private Result toAccount(Item item, Account account, Optional<String> detail) {
        if (hasBeenHere(item)) {
            return failed(LocalReplies.loop(), "its header has a Delivered-To: " + item.address() + " of ours already");
        }
        List<Address> targets = forwards(item, account);
        if (targets.isEmpty()) {
            return store(item, account, detail);
        }
        String why = account.address() + " forwards to " + words(targets);
        if (account.keepCopy()) {
            targets.add(item.address());
            return expanded(item, targets, why + " and keeps a copy");
        }
        return expanded(item, targets, why);
    }

    /** At the first step all; deeper, only those to which the message does not go already. */
    private static List<Address> forwards(Item item, Account account) {
        Set<Address> targets = new LinkedHashSet<>(account.forwards());
        if (item.recipient().depth() > 0) {
            item.attempt().envelope().recipients().stream()
                    .map(Recipient::address)
                    .forEach(targets::remove);
        }
        targets.remove(item.address());
        return new ArrayList<>(targets);
    }

    private Result expanded(Item item, List<Address> targets, String why) {
        int depth = item.recipient().depth() + 1;
        if (depth > settings.maxExpansions()) {
            return failed(
                    LocalReplies.tooManySteps(), why + ", the step after " + settings.maxExpansions() + " others");
        }
        Set<Address> distinct = new LinkedHashSet<>(targets);
        RcptParameters parameters =
                Onward.parameters(item.recipient().parameters(), item.address(), distinct.size() > 1);
        List<Recipient> into = distinct.stream()
                .map(target -> new Recipient(target, parameters, lanes.of(target), depth, forwarder(item)))
                .toList();
        return new Result.Expanded(into, why);
    }

    private static Optional<Domain.Name> forwarder(Item item) {
        return item.address().domain() instanceof Domain.Name name ? Optional.of(name) : Optional.empty();
    }

    private boolean hasBeenHere(Item item) {
        try (InputStream message = item.content().open()) {
            return DeliveredTo.names(
                    item.address().toString(), message, settings.loopSearch().octets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result store(Item item, Account account, Optional<String> detail) {
        if (!item.recipient().destination().equals(Destination.LOCAL)) {
            return withReference(item);
        }
        Arrival arrival = new Arrival(
                item.key(),
                folder(item, detail),
                prefix(item),
                item.content().blob(),
                item.content().reference(item.number()),
                item.content().size() - item.content().treatment().head().length(),
                clock.instant(),
                Set.of());
        return switch (mailboxes.deliver(account.id(), account.quota(), arrival)) {
            case Stored.Now _, Stored.AlreadyThere _ -> stored(account);
            case Stored.OverQuota(long used, long quota) ->
                full(account, item.content().size(), used, quota);
        };
    }

    private String folder(Item item, Optional<String> detail) {
        if (item.content().treatment().junk()) {
            return Folder.JUNK;
        }
        return settings.detailFolders() ? detail.orElse(Folder.INBOX) : Folder.INBOX;
    }

    private static Result.Delivered stored(Account account) {
        return new Result.Delivered("mailbox " + account.address(), LocalReplies.stored(), true, false);
    }

    /**
     * When the message came, its way led elsewhere, so the queue holds no reference that a mailbox could take over. As a
     * recipient anew, in the local lane, it gets one.
     */
    private static Result withReference(Item item) {
        Recipient was = item.recipient();
        Recipient local =
                new Recipient(was.address(), was.parameters(), Destination.LOCAL, was.depth(), was.forwarder());
        return new Result.Expanded(List.of(local), "mail for " + was.address() + " is delivered here by now");
    }

    /** RFC 5321 §4.4: the Return-Path that final delivery adds; the mark by which a loop is told; and what stood before the blob. */
    private static Bytes prefix(Item item) {
        return Bytes.utf8("Return-Path: <" + item.attempt().envelope().sender() + ">\r\nDelivered-To: " + item.address()
                        + "\r\n")
                .plus(item.content().treatment().head());
    }

    private Result full(Account account, long size, long used, long quota) {
        Address address = account.address();
        String why = "the mailbox of " + address + " holds " + used + " of " + quota + " octets, and the message has "
                + size;
        return settings.bounceWhenFull()
                ? failed(LocalReplies.fullForGood(address), why)
                : new Result.Deferred(new Result.Failure(LocalReplies.full(address), Optional.empty(), why, false));
    }

    private static Result failed(Reply reply, String why) {
        return new Result.Failed(new Result.Failure(reply, Optional.empty(), why, false));
    }

    private static String words(List<Address> addresses) {
        int shown = 3;
        String names = addresses.stream().limit(shown).map(Address::toString).collect(Collectors.joining(", "));
        return addresses.size() <= shown ? names : names + " and " + (addresses.size() - shown) + " more";
    }
}
