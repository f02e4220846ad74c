package org.maillon.queue;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.maillon.store.Batch;
import org.maillon.store.BlobWriter;
import org.maillon.store.PendingBlob;
import org.maillon.store.StoreException;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.report.DeliveryReport;
import org.maillon.wire.report.DeliveryReport.Action;
import org.maillon.wire.report.DeliveryReport.Outcome;
import org.maillon.wire.report.Original;
import org.maillon.wire.report.ReportWriter;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Returned;
import org.maillon.wire.smtp.Wishes;
import org.maillon.wire.smtp.Xtext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a sender hears of what happened (RFC 3461 §5.2, §6.1), and queues the notice in the very batch that
 * records it: there is one notice, or it did not happen.
 *
 * <p>A notice has the null sender, and to the null sender nothing is ever sent (RFC 5321 §4.5.5, RFC 3464 §2): where a notice
 * cannot be delivered, the story ends in its trace. Recipients that come to their end together share a notice (RFC 3461
 * §5.2.8).
 */
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final Spool spool;
    private final Queue.Ports ports;
    private final QueueIds ids;
    private final QueueSettings settings;

    /**
     * A notice in the batch: a message like any other, once the batch is durable.
     *
     * @param whole whether it brings the whole message back
     */
    record Notice(QueueId id, Taking taking, boolean whole) {
        Envelope envelope() {
            return taking.envelope();
        }
    }

    /** The message that is reported on. */
    private record Subject(QueueId id, Kept kept, Instant now, boolean returned) {
        Envelope envelope() {
            return kept.envelope();
        }
    }

    Notices(Spool spool, Queue.Ports ports, QueueIds ids, QueueSettings settings) {
        this.spool = spool;
        this.ports = ports;
        this.ids = ids;
        this.settings = settings;
    }

    /** Adds the notice's rows, and a trace line that says why there is or is not one, to {@code batch}. */
    Optional<Notice> decide(Settlement settlement, Instant now, Batch.Builder batch) {
        List<Outcome> outcomes = new ArrayList<>(0);
        List<String> silent = new ArrayList<>(0);
        ReversePath sender = settlement.kept().envelope().sender();
        for (int i = 0; i < settlement.numbers().size(); i++) {
            Recipient recipient = settlement.recipient(i);
            Optional<Outcome> outcome = Outcomes.of(settlement.fates().get(i), recipient, now);
            if (outcome.isEmpty()) {
                continue;
            }
            boolean failed = outcome.get().action() == Action.FAILED;
            if (sender instanceof ReversePath.Sender && wanted(recipient, failed ? Notify.FAILURE : Notify.SUCCESS)) {
                outcomes.add(outcome.get());
            } else if (failed) {
                silent.add(recipient.address().toString());
            }
        }
        if (!silent.isEmpty()) {
            spool.trace(batch, settlement.id(), new TraceLine(now, TraceLine.Kind.NOTICE, silent, whySilent(sender)));
        }
        return outcomes.isEmpty() || !(sender instanceof ReversePath.Sender(Address to))
                ? Optional.empty()
                : Optional.of(queue(subject(settlement, now), outcomes, to, batch));
    }

    private static Subject subject(Settlement settlement, Instant now) {
        return new Subject(settlement.id(), settlement.kept(), now, settlement.returned());
    }

    private static String whySilent(ReversePath sender) {
        return sender instanceof ReversePath.Null
                ? "nobody is told: the message is a notice itself, or came without a sender"
                : "the sender is not told: it asked not to be (NOTIFY)";
    }

    /** Adds the rows of a notice that {@code waiting} are late, which the sender wants to know. */
    Notice ofDelay(Recovery.Found found, List<Delays.Waiting> waiting, Instant now, Batch.Builder batch) {
        Kept kept = found.kept();
        if (!(kept.envelope().sender() instanceof ReversePath.Sender(Address to))) {
            throw new IllegalStateException("a notice to nobody"); // RFC 3461 §6.1
        }
        List<Outcome> outcomes = waiting.stream()
                .map(one -> Outcomes.delayed(one.recipient(), one.state().last(), now))
                .toList();
        return queue(new Subject(found.id, kept, now, true), outcomes, to, batch);
    }

    static boolean wantsDelay(Recipient recipient) {
        return wanted(recipient, Notify.DELAY);
    }

    /** RFC 3461 §4.1: without NOTIFY, failure and delay are told and success is not. */
    private static boolean wanted(Recipient recipient, Notify what) {
        return recipient
                .parameters()
                .notifying()
                .map(notifying -> notifying.contains(what))
                .orElse(what != Notify.SUCCESS);
    }

    private Notice queue(Subject about, List<Outcome> outcomes, Address to, Batch.Builder batch) {
        Draft draft = draft(about, outcomes, to);
        QueueId id = draft.id();
        DeliveryReport report = draft.report();
        Taking taking = new Taking(envelope(about, report, draft.original()), draft.treatment(), draft.content());
        List<String> whom = outcomes.stream().map(o -> o.recipient().toString()).toList();
        String taken = "from this server: the notice of " + report.kind() + " about " + about.id()
                + draft.signed().map(signed -> "; signed for " + signed.by()).orElse("");
        String told = "a notice of " + report.kind() + " goes to " + to + ", as message " + id;
        spool.add(batch, id, taking, new TraceLine(about.now(), TraceLine.Kind.TAKEN, List.of(to.toString()), taken));
        spool.trace(batch, about.id(), new TraceLine(about.now(), TraceLine.Kind.NOTICE, whom, told));
        return new Notice(id, taking, draft.original().map(Original::whole).orElse(false));
    }

    private DeliveryReport report(QueueId id, Subject about, List<Outcome> outcomes, Address to) {
        Envelope envelope = about.envelope();
        return new DeliveryReport(
                ports.hostNames().apply(envelope.server()),
                id.toString(),
                "report-" + id + HexFormat.of().toHexDigits(ids.random())
                        + HexFormat.of().toHexDigits(ids.random()),
                to,
                ports.languages().apply(to).orElse(settings.noticeLanguage()),
                about.now(),
                new DeliveryReport.About(
                        envelope.parameters()
                                .envelopeId()
                                .map(given -> Xtext.decode(given).orElse(given)),
                        about.id().toString(),
                        envelope.origin(),
                        envelope.arrived(),
                        envelope.arrived().plus(settings.expireAfter())),
                outcomes);
    }

    /** A notice's octets, and the signature that is to stand in front of them. */
    private record Written(PendingBlob content, Optional<NoticeSigner.Signed> signed) {}

    private record Draft(QueueId id, DeliveryReport report, Optional<Original> original, Written written) {
        PendingBlob content() {
            return written.content();
        }

        Optional<NoticeSigner.Signed> signed() {
            return written.signed();
        }

        Treatment treatment() {
            return signed().map(it -> new Treatment(it.fields(), false, Optional.empty()))
                    .orElse(Treatment.NONE);
        }
    }

    /** A content that cannot be read is no reason not to tell the sender: the notice goes without it. */
    private Draft draft(Subject about, List<Outcome> outcomes, Address to) {
        try {
            return draft(about, outcomes, to, true);
        } catch (StoreException | UncheckedIOException e) {
            if (e instanceof StoreException store && store.isFull()) {
                throw e; // it was the writing, which may succeed later
            }
            LOG.warn("{}: its content cannot be read, so the notice goes without it: {}", about.id(), e.getMessage());
            return draft(about, outcomes, to, false);
        }
    }

    private Draft draft(Subject about, List<Outcome> outcomes, Address to, boolean withOriginal) {
        QueueId id = ids.nextIn(about.id().shard());
        DeliveryReport report = report(id, about, outcomes, to);
        Optional<Original> original = withOriginal ? original(about, report.saysFailed()) : Optional.empty();
        return new Draft(id, report, original, write(id, report, original));
    }

    /** The body's hash is made while the notice is written (law 6). */
    private Written write(QueueId id, DeliveryReport report, Optional<Original> original) {
        NoticeSigner signer = speaksForOthers(report, original) ? NoticeSigner.NOBODY : ports.signer();
        WatchedNotice watched = new WatchedNotice(signer, report.host());
        try (BlobWriter writer = spool.store().blobs().writer(Rows.blob(id))) {
            ReportWriter.write(report, original, watched.onTo(writer));
            return new Written(writer.finish(), watched.signed());
        }
    }

    /**
     * Whether others choose what there is to read: a server its replies, a sender its whole message. Either may be anybody,
     * who would get a text of its own in our name, signed, to be sent to the world again and again.
     */
    private static boolean speaksForOthers(DeliveryReport report, Optional<Original> original) {
        return original.map(Original::whole).orElse(false)
                || report.outcomes().stream().anyMatch(Outcome::repliedByRemote);
    }

    /**
     * RFC 3461 §4.3: RET speaks of failures only; all else is told with the header, and so is a failure where RET is not
     * given. Binary content would not survive in a report that has to go over 8-bit paths. Once is enough: a sender that is
     * forged would get a message to a thousand domains a thousand times.
     */
    private Optional<Original> original(Subject about, boolean failed) {
        Kept kept = about.kept();
        MailParameters parameters = kept.envelope().parameters();
        boolean whole = failed
                && !about.returned()
                && !parameters.requireTls() // RFC 8689 §5: its text may not travel in a notice that need not keep to it
                && parameters.returned().equals(Optional.of(Returned.FULL))
                && kept.total() <= settings.returnedMost().octets()
                && parameters.body() != BodyType.BINARY_MIME;
        if (!spool.hasContent(about.id(), kept)) {
            return Optional.empty(); // a content that is lost is no reason not to tell the sender
        }
        return Optional.of(KeptOriginal.of(spool.content(about.id(), kept), whole, parameters));
    }

    private Envelope envelope(Subject about, DeliveryReport report, Optional<Original> original) {
        boolean eightBit = ReportWriter.isEightBit(report, original);
        boolean requireTls = about.envelope().parameters().requireTls();
        MailParameters parameters = new MailParameters(
                OptionalLong.empty(),
                eightBit ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
                report.utf8(),
                Optional.empty(),
                Optional.empty(),
                new Wishes(requireTls, Optional.empty(), Optional.empty(), 0));
        // RFC 3461 §6.1: a notice asks for no notices
        RcptParameters never = new RcptParameters(Optional.of(Set.of(Notify.NEVER)), Optional.empty());
        Recipient recipient = new Recipient(report.to(), never, ports.lanes().of(report.to()), 0);
        return new Envelope(
                new ReversePath.Null(),
                parameters,
                List.of(recipient),
                about.envelope().tenant(),
                about.envelope().server(),
                about.now(),
                "this server");
    }

    /** What a report says of one recipient. */
    private static final class Outcomes {
        private static final EnhancedStatus EXPIRED = new EnhancedStatus(4, 4, 7);
        private static final EnhancedStatus DELIVERED = new EnhancedStatus(2, 0, 0);

        /** Of what is told to somebody, if somebody wants to hear it. */
        static Optional<Outcome> of(Fate fate, Recipient recipient, Instant now) {
            return switch (fate) {
                case Fate.Delivered(var how) -> handedOn(recipient, how, now);
                // RFC 3461 §5.2.7.2, §5.2.7.3 c: an alias of one is passed through, one of many is told
                case Fate.Expanded(var into, var _) when into.size() > 1 -> Optional.of(expanded(recipient, now));
                case Fate.Expanded _, Fate.Later _, Fate.Removed _ -> Optional.empty();
                case Fate.Bounced(var failure) -> Optional.of(unarrived(recipient, Action.FAILED, failure, now));
                case Fate.Expired(var last) -> Optional.of(expired(recipient, last, now));
            };
        }

        static Outcome delayed(Recipient recipient, Result.Failure last, Instant now) {
            return unarrived(recipient, Action.DELAYED, last, now);
        }

        /** RFC 3461 §5.2.3 for our own mailboxes, §5.2.2 b for servers that tell nothing. Others are asked to tell themselves. */
        private static Optional<Outcome> handedOn(Recipient recipient, Result.Delivered how, Instant now) {
            boolean local = Spool.isLocal(recipient);
            if (!local && !how.relayedWithoutDsn()) {
                return Optional.empty();
            }
            return Optional.of(new Outcome(
                    recipient.parameters().original(),
                    recipient.address(),
                    local ? Action.DELIVERED : Action.RELAYED,
                    how.reply().status().orElse(DELIVERED),
                    local ? Optional.empty() : Optional.of(how.by()),
                    how.reply(),
                    !local,
                    now));
        }

        private static Outcome expanded(Recipient recipient, Instant now) {
            return new Outcome(
                    recipient.parameters().original(),
                    recipient.address(),
                    Action.EXPANDED,
                    DELIVERED,
                    Optional.empty(),
                    Replies.sentOn(),
                    false,
                    now);
        }

        private static Outcome expired(Recipient recipient, Result.Failure last, Instant now) {
            Outcome failed = unarrived(recipient, Action.FAILED, last, now);
            return new Outcome(
                    failed.original(),
                    failed.recipient(),
                    failed.action(),
                    EXPIRED,
                    failed.remote(),
                    failed.reply(),
                    failed.repliedByRemote(),
                    now);
        }

        /** RFC 3464 §2.3.4: where the peer gave no enhanced code, the class of its reply. */
        private static Outcome unarrived(Recipient recipient, Action action, Result.Failure failure, Instant now) {
            return new Outcome(
                    recipient.parameters().original(),
                    recipient.address(),
                    action,
                    failure.reply()
                            .status()
                            .orElse(new EnhancedStatus(failure.reply().code() / 100, 0, 0)),
                    failure.tried(),
                    failure.reply(),
                    failure.remote().isPresent(),
                    now);
        }
    }
}
