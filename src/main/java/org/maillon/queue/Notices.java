package org.maillon.queue;

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
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.report.DeliveryReport;
import org.maillon.wire.report.DeliveryReport.Action;
import org.maillon.wire.report.Language;
import org.maillon.wire.report.Original;
import org.maillon.wire.report.ReportWriter;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.EnhancedStatus;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;
import org.maillon.wire.smtp.Returned;
import org.maillon.wire.smtp.Xtext;

/**
 * Decides whether a sender hears of an end (RFC 3461 §5.2, §6.1), and queues the notice in the very batch that records
 * the end: there is one notice, or there was no end.
 *
 * <p>A notice has the null sender, and to the null sender nothing is ever sent (RFC 5321 §4.5.5, RFC 3464 §2): where a notice
 * cannot be delivered, the story ends in its trace.
 */
final class Notices {
    private static final EnhancedStatus EXPIRED = new EnhancedStatus(4, 4, 7);
    private static final EnhancedStatus DELIVERED = new EnhancedStatus(2, 0, 0);

    private final Spool spool;
    private final Queue.Ports ports;
    private final QueueIds ids;
    private final QueueSettings settings;

    /** A notice in the batch: a message like any other, once the batch is durable. */
    record Notice(QueueId id, Envelope envelope, PendingBlob content) {}

    Notices(Spool spool, Queue.Ports ports, QueueIds ids, QueueSettings settings) {
        this.spool = spool;
        this.ports = ports;
        this.ids = ids;
        this.settings = settings;
    }

    /** Adds the notice's rows, and a trace line that says why there is or is not one, to {@code batch}. */
    Optional<Notice> decide(Settlement settlement, Instant now, Batch.Builder batch) {
        List<DeliveryReport.Outcome> outcomes = new ArrayList<>(0);
        List<String> silent = new ArrayList<>(0);
        ReversePath sender = settlement.kept().envelope().sender();
        for (int i = 0; i < settlement.numbers().size(); i++) {
            Recipient recipient = settlement.recipient(i);
            Optional<DeliveryReport.Outcome> outcome =
                    outcome(settlement.fates().get(i), recipient, now);
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
        if (outcomes.isEmpty() || !(sender instanceof ReversePath.Sender(Address to))) {
            return Optional.empty();
        }
        return Optional.of(queue(settlement, outcomes, to, now, batch));
    }

    private static String whySilent(ReversePath sender) {
        return sender instanceof ReversePath.Null
                ? "nobody is told: the message is a notice itself, or came without a sender"
                : "the sender is not told: it asked not to be (NOTIFY)";
    }

    /** RFC 3461 §4.1: without NOTIFY, failure is told and success is not. */
    private static boolean wanted(Recipient recipient, Notify what) {
        return recipient
                .parameters()
                .notifying()
                .map(notifying -> notifying.contains(what))
                .orElse(what == Notify.FAILURE);
    }

    private static Optional<DeliveryReport.Outcome> outcome(Fate fate, Recipient recipient, Instant now) {
        return switch (fate) {
            case Fate.Delivered(var how)
            when Spool.isLocal(recipient) -> Optional.of(handedOn(recipient, Action.DELIVERED, how, now));
            case Fate.Delivered(var how)
            when how.relayedWithoutDsn() -> Optional.of(handedOn(recipient, Action.RELAYED, how, now));
            case Fate.Delivered _, Fate.Expanded _, Fate.Later _, Fate.Removed _ -> Optional.empty();
            case Fate.Bounced(var failure) -> Optional.of(failed(recipient, failure, status(failure.reply()), now));
            case Fate.Expired(var last) -> Optional.of(failed(recipient, last, EXPIRED, now));
        };
    }

    private static DeliveryReport.Outcome handedOn(
            Recipient recipient, Action action, Result.Delivered how, Instant now) {
        return new DeliveryReport.Outcome(
                recipient.parameters().original(),
                recipient.address(),
                action,
                how.reply().status().orElse(DELIVERED),
                action == Action.RELAYED ? Optional.of(how.by()) : Optional.empty(),
                how.reply(),
                action == Action.RELAYED,
                now);
    }

    private static DeliveryReport.Outcome failed(
            Recipient recipient, Result.Failure failure, EnhancedStatus status, Instant now) {
        return new DeliveryReport.Outcome(
                recipient.parameters().original(),
                recipient.address(),
                Action.FAILED,
                status,
                failure.remote(),
                failure.reply(),
                failure.remote().isPresent(),
                now);
    }

    /** RFC 3464 §2.3.4: where the peer gave no enhanced code, the class of its reply. */
    private static EnhancedStatus status(Reply reply) {
        return reply.status().orElse(new EnhancedStatus(reply.code() / 100, 0, 0));
    }

    private Notice queue(
            Settlement settlement,
            List<DeliveryReport.Outcome> outcomes,
            Address to,
            Instant now,
            Batch.Builder batch) {
        QueueId id = ids.nextIn(settlement.id().shard());
        Envelope about = settlement.kept().envelope();
        DeliveryReport report = report(id, settlement, outcomes, to, now);
        Optional<Original> original = original(settlement, report.saysFailed());
        PendingBlob content = write(id, report, original);
        Envelope envelope = envelope(about, report, original, now);
        List<String> whom = outcomes.stream().map(o -> o.recipient().toString()).toList();
        spool.add(batch, id, envelope, content, taken(settlement, now, to));
        spool.trace(
                batch,
                settlement.id(),
                new TraceLine(now, TraceLine.Kind.NOTICE, whom, "the sender is told by notice " + id));
        return new Notice(id, envelope, content);
    }

    private DeliveryReport report(
            QueueId id, Settlement settlement, List<DeliveryReport.Outcome> outcomes, Address to, Instant now) {
        Envelope about = settlement.kept().envelope();
        return new DeliveryReport(
                ports.hostNames().apply(about.server()),
                id.toString(),
                "report-" + id + HexFormat.of().toHexDigits(ids.random())
                        + HexFormat.of().toHexDigits(ids.random()),
                to,
                Language.EN,
                now,
                new DeliveryReport.About(
                        about.parameters()
                                .envelopeId()
                                .map(given -> Xtext.decode(given).orElse(given)),
                        settlement.id().toString(),
                        about.origin(),
                        about.arrived(),
                        about.arrived().plus(settings.expireAfter())),
                outcomes);
    }

    private PendingBlob write(QueueId id, DeliveryReport report, Optional<Original> original) {
        try (BlobWriter writer = spool.store().blobs().writer(Rows.blob(id))) {
            ReportWriter.write(report, original, writer);
            return writer.finish();
        }
    }

    /**
     * RFC 3461 §4.3: RET speaks of failures only; a success is told with the header. Binary content would not survive in
     * a report that has to go over 8-bit paths.
     */
    private Optional<Original> original(Settlement settlement, boolean failed) {
        Kept kept = settlement.kept();
        MailParameters parameters = kept.envelope().parameters();
        boolean whole = failed
                && parameters.returned().equals(Optional.of(Returned.FULL))
                && kept.size() <= settings.returnedMost().octets()
                && parameters.body() != BodyType.BINARY_MIME;
        if (!spool.hasContent(settlement.id(), kept)) {
            return Optional.empty(); // a content that is lost is no reason not to tell the sender
        }
        return Optional.of(KeptOriginal.of(spool.content(settlement.id(), kept), whole, parameters));
    }

    private Envelope envelope(Envelope about, DeliveryReport report, Optional<Original> original, Instant now) {
        boolean eightBit = ReportWriter.isEightBit(report, original);
        MailParameters parameters = new MailParameters(
                OptionalLong.empty(),
                eightBit ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
                report.utf8(),
                Optional.empty(),
                Optional.empty());
        // RFC 3461 §6.1: a notice asks for no notices
        RcptParameters never = new RcptParameters(Optional.of(Set.of(Notify.NEVER)), Optional.empty());
        Recipient recipient = new Recipient(report.to(), never, ports.lanes().of(report.to()), 0);
        return new Envelope(
                new ReversePath.Null(),
                parameters,
                List.of(recipient),
                about.tenant(),
                about.server(),
                now,
                "this server");
    }

    private static TraceLine taken(Settlement settlement, Instant now, Address to) {
        String text = "from this server: the notice about " + settlement.id();
        return new TraceLine(now, TraceLine.Kind.TAKEN, List.of(to.toString()), text);
    }
}
