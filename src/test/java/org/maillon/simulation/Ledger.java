package org.maillon.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillon.hosting.id.AccountId;
import org.maillon.kernel.Bytes;
import org.maillon.mailbox.Message;
import org.maillon.queue.BatchReader;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.queue.TraceLine;
import org.maillon.store.Batch;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Notify;

/** The books of the world: what became durable, what peers took and mailboxes hold, and whether it is what the laws allow. */
final class Ledger {
    private static final Set<TraceLine.Kind> ENDS = EnumSet.of(
            TraceLine.Kind.DELIVERED,
            TraceLine.Kind.EXPANDED,
            TraceLine.Kind.BOUNCED,
            TraceLine.Kind.EXPIRED,
            TraceLine.Kind.REMOVED);

    /** How the trace of a notice says what it is about. */
    private static final String ABOUT = " about ";

    private final World world;
    private final Map<QueueId, Booked> mails = new LinkedHashMap<>();
    private final Map<QueueId, Booked> open = new LinkedHashMap<>();
    private final Map<AccountId, Long> seenInMailbox = new HashMap<>();
    final Set<String> goneAccounts = new HashSet<>();
    int answeredYes;
    int deliveredRemote;
    int repeated;
    int notices;

    Ledger(World world) {
        this.world = world;
    }

    List<Booked> open() {
        return List.copyOf(open.values());
    }

    List<Booked> all() {
        return List.copyOf(mails.values());
    }

    @Nullable
    Booked mail(QueueId id) {
        return mails.get(id);
    }

    // ---- what is durable

    void durable(Batch batch) {
        try {
            if (BatchReader.isQueue(batch)) {
                read(batch);
            }
        } catch (RuntimeException e) { // in the middle of the real code, which would take it for its own
            world.failed(e);
        }
    }

    private void read(Batch batch) {
        for (BatchReader.Entry entry : BatchReader.read(batch)) {
            switch (entry) {
                case BatchReader.Taken taken -> taken(taken, batch);
                case BatchReader.Appended appended -> appended(appended);
                case BatchReader.Told told -> told(told);
            }
        }
    }

    private void taken(BatchReader.Taken taken, Batch batch) {
        if (mails.containsKey(taken.id())) {
            return; // the same batch once more
        }
        Booked mail = new Booked(taken.id(), taken.envelope(), content(taken.id(), batch));
        mails.put(mail.id, mail);
        open.put(mail.id, mail);
    }

    private Bytes content(QueueId id, Batch batch) {
        for (Batch.Change change : batch.changes()) {
            if (change instanceof Batch.Change.Keep(var blob, var _)
                    && blob.id().name().equals(id.toBytes())) {
                return blob.inline().orElseGet(() -> world.octetsOf(blob.id()));
            }
        }
        world.complain(id + " became durable without its content");
        return Bytes.EMPTY;
    }

    private void appended(BatchReader.Appended appended) {
        Booked mail = known(appended.id());
        if (mail.rows.add(appended.row())) {
            mail.add(appended.recipient());
        }
    }

    private Booked known(QueueId id) {
        Booked mail = mails.get(id);
        if (mail == null) {
            throw new IllegalStateException("rows of " + id + ", which was never taken");
        }
        return mail;
    }

    private void told(BatchReader.Told told) {
        Booked mail = known(told.id());
        TraceLine line = told.line();
        if (!mail.rows.add(told.row())) {
            return;
        }
        world.log.say(mail.id + " " + line.kind() + " " + line.recipients() + " " + line.text());
        if (line.kind() == TraceLine.Kind.TAKEN && mail.isNotice()) {
            notices++;
            notice(mail, line.text());
        }
        if (ENDS.contains(line.kind())) {
            line.recipients().forEach(address -> end(mail, address, line));
            if (mail.hasEnded()) {
                open.remove(mail.id);
            }
        }
    }

    private void end(Booked mail, String address, TraceLine line) {
        if (mail.ends.add(address) > mail.recipients.of(address)) {
            world.complain("law 2: " + mail.id + " to " + address + " came to another end: " + line);
        }
        switch (line.kind()) {
            case DELIVERED -> delivered(mail, address, line);
            case BOUNCED, EXPIRED -> mail.failed.add(address);
            case REMOVED -> mail.removed.add(address);
            case EXPANDED -> {}
            default -> throw new IllegalStateException("no end: " + line);
        }
    }

    private void delivered(Booked mail, String address, TraceLine line) {
        if (line.text().startsWith("by mailbox ")) {
            mail.inMailbox.add(address);
        } else if (line.text().startsWith("by discarded ")) {
            world.log.say("discarded, as its route says");
        } else if (mail.delivered.add(address) > acceptances(mail, address)) {
            world.complain("law 2: " + mail.id + " counts as delivered to " + address + ", and nobody took it");
        } else {
            deliveredRemote++;
        }
    }

    // ---- what others have

    /** A host takes a message: may it have it? */
    Booked.Acceptance accepted(String host, byte[] octets, List<String> recipients) {
        Booked.Acceptance acceptance = new Booked.Acceptance(world, recipients);
        Booked mail = mailOf(octets);
        if (mail == null) {
            world.complain(host + " was sent a message that is in no queue");
            return acceptance;
        }
        world.log.say(host + " takes " + mail.id + " for " + recipients);
        if (!Arrays.equals(octets, mail.content.shared())) {
            world.complain("law 4: " + host + " got other octets of " + mail.id + " than were kept: " + octets.length
                    + " of " + mail.content.length());
        }
        for (String recipient : recipients) {
            long counted = mail.accepted.stream()
                    .filter(before -> !before.mayBeRepeated())
                    .mapToLong(before -> before.times(recipient))
                    .sum();
            if (counted + acceptance.times(recipient) > mail.recipients.of(recipient)) {
                world.complain("law 2: " + host + " got " + mail.id + " for " + recipient
                        + " once more, though we had heard its yes before");
            } else if (acceptances(mail, recipient) >= mail.recipients.of(recipient)) {
                repeated++;
            }
        }
        mail.accepted.add(acceptance);
        return acceptance;
    }

    private static long acceptances(Booked mail, String address) {
        return mail.accepted.stream().mapToLong(a -> a.times(address)).sum();
    }

    /** Queue ids are in our Received field, and in the Message-ID of our notices. */
    private @Nullable Booked mailOf(byte[] octets) {
        String head = new String(octets, 0, Math.min(octets.length, 2000), StandardCharsets.ISO_8859_1);
        int at = head.startsWith("Received: ") ? head.indexOf(" id ") + 4 : head.indexOf("Message-ID: <") + 13;
        try {
            return mails.get(QueueId.parse(head.substring(at, at + 16)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return null;
        }
    }

    /** Law 3, whenever something new is in a mailbox. */
    void inMailbox(AccountId account, Message message) {
        seenInMailbox.put(account, message.uid());
        QueueId id =
                QueueId.read(new org.maillon.kernel.ByteReader(message.blob().name()));
        String prefix = message.prefix().asUtf8();
        int at = prefix.indexOf("Delivered-To: ") + 14;
        String address = prefix.substring(at, prefix.indexOf('\r', at));
        Booked mail = known(id);
        world.log.say("the mailbox " + account + " has " + id + " for " + address);
        if (mail.stored.add(address) > mail.recipients.of(address)) {
            world.complain("law 3: the mailbox " + account + " has " + id + " for " + address + " twice");
        }
        if (!world.octetsOf(message.blob()).equals(mail.content)) {
            world.complain("law 4: the mailbox " + account + " has other octets of " + id + " than were kept");
        }
    }

    long lastSeen(AccountId account) {
        return seenInMailbox.getOrDefault(account, 0L);
    }

    private void notice(Booked notice, String taken) {
        String text = notice.content.asUtf8();
        int named = taken.lastIndexOf(ABOUT) + ABOUT.length();
        Booked about = mails.get(QueueId.parse(taken.substring(named, named + 16)));
        if (about == null) {
            world.complain(notice.id + " is a notice about a message that is in no book");
            return;
        }
        if (!(about.envelope.sender() instanceof ReversePath.Sender(var sender))
                || !notice.envelope.recipients().getFirst().address().equals(sender)) {
            world.complain(notice.id + " tells somebody else than the sender of " + about.id);
        }
        for (int at = text.indexOf("\r\nFinal-Recipient: "); at >= 0; ) {
            String address = field(text, "; ", at);
            switch (field(text, "\r\nAction: ", at)) {
                case "failed" -> about.noticed.add(address);
                case "delayed" -> about.delayed.add(address);
                default -> {}
            }
            at = text.indexOf("\r\nFinal-Recipient: ", at + 2);
        }
    }

    private static String field(String text, String name, int from) {
        int at = text.indexOf(name, from) + name.length();
        return text.substring(at, text.indexOf('\r', at));
    }

    // ---- what happens to us

    /** Law 1, at the moment when the client reads 250. */
    void answered(QueueId id, int token) {
        Booked mail = mails.get(id);
        world.log.say("a client reads 250 for " + id);
        answeredYes++;
        if (mail == null) {
            world.complain("law 1: " + id + " was answered with 250 and is not durable");
        } else {
            mail.answered = true;
            if (!mail.content.asUtf8().contains("\r\nX-Sim: " + token + "\r\n")) {
                world.complain("law 1: " + id + " does not hold what its client sent");
            }
        }
    }

    /** The process is gone: what it heard and did not write down, it may hear again. */
    void died() {
        for (Booked mail : mails.values()) {
            for (String address : mail.recipients.addresses()) {
                List<Booked.Acceptance> known = mail.accepted.stream()
                        .filter(a -> a.recipients.contains(address) && !a.mayBeRepeated())
                        .toList();
                long lost = known.stream().mapToLong(a -> a.times(address)).sum() - mail.delivered.of(address);
                for (int i = known.size() - 1; lost > 0; i--) {
                    known.get(i).excused = true;
                    lost -= known.get(i).times(address);
                }
            }
        }
    }

    // ---- the end

    /** The queue is empty and nobody interferes any more: is everybody's account settled? */
    void balance() {
        for (Booked mail : mails.values()) {
            if (!mail.hasEnded()) {
                world.complain(
                        "law 2: " + mail.id + " is gone without an end for some of " + mail.recipients.addresses());
            }
            mail.recipients.addresses().forEach(address -> balance(mail, address));
        }
    }

    /** A message may be removed before the queue heard from it, or wrote down, that it is in the mailbox already. */
    private void balance(Booked mail, String address) {
        int unheard = mail.stored.of(address) - mail.inMailbox.of(address);
        if (unheard < 0 || unheard > mail.removed.of(address) && goneAccounts.isEmpty()) {
            world.complain("law 3: " + mail.id + " for " + address + " is " + mail.stored.of(address)
                    + " times in a mailbox and counts as delivered " + mail.inMailbox.of(address) + " times");
        }
        int failed = mail.failed.of(address);
        long want = mail.whom.stream()
                .filter(r -> isAt(r, address) && wantsFailures(mail, r))
                .count();
        long least = Math.max(0, failed - (mail.recipients.of(address) - want));
        if (mail.noticed.of(address) < least || mail.noticed.of(address) > Math.min(failed, want)) {
            world.complain("law 2: the sender of " + mail.id + " was told " + mail.noticed.of(address)
                    + " times that it failed for " + address + ", which it did " + failed + " times; wanted by " + want
                    + " of " + mail.recipients.of(address));
        }
        if (mail.delayed.of(address) > mail.recipients.of(address)) {
            world.complain("the sender of " + mail.id + " was told " + mail.delayed.of(address) + " times that "
                    + address + " waits");
        }
    }

    private static boolean isAt(Recipient recipient, String address) {
        return recipient.address().toString().equals(address);
    }

    private static boolean wantsFailures(Booked mail, Recipient recipient) {
        return mail.envelope.sender() instanceof ReversePath.Sender
                && recipient
                        .parameters()
                        .notifying()
                        .map(n -> n.contains(Notify.FAILURE))
                        .orElse(true);
    }
}
