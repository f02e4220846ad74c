package org.maillon.queue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteReader;
import org.maillon.kernel.ByteWriter;
import org.maillon.kernel.Bytes;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Notify;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Returned;

/**
 * A message's envelope as a row: written once, never changed; what happens to recipients are rows of their own. Behind
 * what every message has come those marks that this one has, each as a tag and its octets.
 *
 * @param size the content's octets, without the head
 * @param treatment without why it is held: that is a row of its own
 */
record EnvelopeRow(Envelope envelope, long size, Treatment treatment) {
    /** As version 1, with marks behind it: what has none is written as it always was. */
    private static final int MARKED = 2;

    /** A recipient's row that says whose domain forwards to it; one that does not is written as it always was. */
    private static final int FORWARDED = 2;

    private static final int HEAD = 1;
    private static final int JUNK = 2;
    private static final int WISHES = 3;

    /** Codes of enum values on disk: they outlive the order in the source. */
    private static final int SEVEN_BIT = 0;

    private static final int EIGHT_BIT = 1;
    private static final int BINARY = 2;

    Bytes toBytes() {
        List<Mark> marks = marks();
        ByteWriter out = new ByteWriter(256)
                .octet(marks.isEmpty() ? Rows.VERSION : MARKED)
                .number(size);
        ReversePath sender = envelope.sender();
        out.flag(sender instanceof ReversePath.Sender);
        if (sender instanceof ReversePath.Sender(Address address)) {
            write(out, address);
        }
        write(out, envelope.parameters());
        out.text(envelope.tenant().name())
                .text(envelope.server().name())
                .instant(envelope.arrived())
                .text(envelope.origin())
                .list(envelope.recipients(), EnvelopeRow::write);
        if (!marks.isEmpty()) {
            out.list(marks, (o, mark) -> o.octet(mark.tag()).bytes(mark.octets()));
        }
        return out.toBytes();
    }

    private record Mark(int tag, Bytes octets) {}

    private List<Mark> marks() {
        List<Mark> marks = new ArrayList<>(2);
        if (treatment.head().length() > 0) {
            marks.add(new Mark(HEAD, treatment.head()));
        }
        if (treatment.junk()) {
            marks.add(new Mark(JUNK, Bytes.EMPTY));
        }
        Bytes wishes = WishesRow.write(envelope.parameters().wishes());
        if (wishes.length() > 0) {
            marks.add(new Mark(WISHES, wishes));
        }
        return marks;
    }

    /** Each mark stands there once, in the order of tags: what was written reads back to the same octets. */
    private static Map<Integer, Bytes> marks(ByteReader in) {
        Map<Integer, Bytes> marks = new HashMap<>(2);
        int before = 0;
        for (Mark mark : in.list(i -> new Mark(i.octet(), i.bytes()))) {
            boolean empty = mark.octets().length() == 0;
            if (mark.tag() <= before || mark.tag() > WISHES || empty != (mark.tag() == JUNK)) {
                throw new IllegalStateException(
                        "a mark " + mark.tag() + " of " + mark.octets().length() + " octets in an envelope's row");
            }
            marks.put(mark.tag(), mark.octets());
            before = mark.tag();
        }
        if (marks.isEmpty()) {
            throw new IllegalStateException("an envelope's row that promises marks and has none");
        }
        return marks;
    }

    private static Treatment treatment(Map<Integer, Bytes> marks) {
        return marks.isEmpty()
                ? Treatment.NONE
                : new Treatment(marks.getOrDefault(HEAD, Bytes.EMPTY), marks.containsKey(JUNK), Optional.empty());
    }

    private static MailParameters withWishes(MailParameters parameters, Map<Integer, Bytes> marks) {
        return Optional.ofNullable(marks.get(WISHES))
                .map(WishesRow::read)
                .map(parameters::with)
                .orElse(parameters);
    }

    static EnvelopeRow read(Bytes value) {
        ByteReader in = new ByteReader(value);
        int version = Versions.expect(in, MARKED);
        long size = in.number();
        ReversePath sender = in.flag() ? new ReversePath.Sender(address(in)) : new ReversePath.Null();
        MailParameters parameters = mailParameters(in);
        TenantId tenant = new TenantId(in.text());
        ServerId server = new ServerId(in.text());
        var arrived = in.instant();
        String origin = in.text();
        List<Recipient> recipients = in.list(EnvelopeRow::recipient);
        Map<Integer, Bytes> marks = version < MARKED ? Map.of() : marks(in);
        Envelope envelope =
                new Envelope(sender, withWishes(parameters, marks), recipients, tenant, server, arrived, origin);
        return in.whole(new EnvelopeRow(envelope, size, treatment(marks)));
    }

    /** A recipient that came later, in a row of its own. */
    static Bytes appended(Recipient recipient) {
        ByteWriter out = new ByteWriter(96).octet(recipient.forwarder().isPresent() ? FORWARDED : Rows.VERSION);
        write(out, recipient);
        recipient.forwarder().ifPresent(domain -> out.text(domain.ascii()));
        return out.toBytes();
    }

    static Recipient readAppended(Bytes value) {
        ByteReader in = new ByteReader(value);
        int version = Versions.expect(in, FORWARDED);
        Recipient recipient = recipient(in);
        return in.whole(version < FORWARDED ? recipient : forwarded(recipient, new Domain.Name(in.text())));
    }

    private static Recipient forwarded(Recipient recipient, Domain.Name by) {
        return new Recipient(
                recipient.address(),
                recipient.parameters(),
                recipient.destination(),
                recipient.depth(),
                Optional.of(by));
    }

    private static void write(ByteWriter out, Recipient recipient) {
        write(out, recipient.address());
        out.optional(recipient.parameters().notifying(), (o, set) -> o.octet(bits(set)))
                .optional(recipient.parameters().original(), ByteWriter::text)
                .text(recipient.destination().key())
                .number(recipient.depth());
    }

    private static Recipient recipient(ByteReader in) {
        Address address = address(in);
        Optional<Set<Notify>> notifying = in.optional(i -> notifying(i.octet()));
        Optional<String> original = in.optional(ByteReader::text);
        RcptParameters parameters = notifying.isEmpty() && original.isEmpty()
                ? RcptParameters.NONE
                : new RcptParameters(notifying, original);
        return new Recipient(address, parameters, new Destination(in.text()), in.count());
    }

    private static void write(ByteWriter out, Address address) {
        out.text(address.localPart());
        switch (address.domain()) {
            case Domain.Name(String ascii) -> out.octet(0).text(ascii);
            case Domain.Literal(InetAddress literal) -> out.octet(1).bytes(Bytes.wrap(literal.getAddress()));
        }
    }

    private static Address address(ByteReader in) {
        String localPart = in.text();
        if (!in.flag()) {
            return new Address(localPart, new Domain.Name(in.text()));
        }
        Bytes literal = in.bytes();
        try {
            InetAddress address = InetAddress.getByAddress(literal.toArray());
            if (address.getAddress().length != literal.length()) {
                throw new IllegalStateException("an IPv4 address that is written as IPv6 in an envelope's row");
            }
            return new Address(localPart, new Domain.Literal(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + literal.length() + " octets in an envelope's row", e);
        }
    }

    private static void write(ByteWriter out, MailParameters parameters) {
        out.flag(parameters.size().isPresent());
        parameters.size().ifPresent(out::number);
        out.octet(
                switch (parameters.body()) {
                    case SEVEN_BIT -> SEVEN_BIT;
                    case EIGHT_BIT_MIME -> EIGHT_BIT;
                    case BINARY_MIME -> BINARY;
                });
        out.flag(parameters.utf8())
                .optional(parameters.returned(), (o, returned) -> o.flag(returned == Returned.FULL))
                .optional(parameters.envelopeId(), ByteWriter::text);
    }

    private static MailParameters mailParameters(ByteReader in) {
        OptionalLong size = in.flag() ? OptionalLong.of(in.number()) : OptionalLong.empty();
        int code = in.octet();
        BodyType body = switch (code) {
            case SEVEN_BIT -> BodyType.SEVEN_BIT;
            case EIGHT_BIT -> BodyType.EIGHT_BIT_MIME;
            case BINARY -> BodyType.BINARY_MIME;
            default -> throw new IllegalStateException("no kind of body has the code " + code);
        };
        boolean utf8 = in.flag();
        Optional<Returned> returned = in.optional(i -> i.flag() ? Returned.FULL : Returned.HEADERS);
        return new MailParameters(size, body, utf8, returned, in.optional(ByteReader::text));
    }

    private static int bits(Set<Notify> notifying) {
        int bits = 0;
        for (Notify notify : notifying) {
            bits |= bit(notify);
        }
        return bits;
    }

    private static Set<Notify> notifying(int bits) {
        Set<Notify> notifying = EnumSet.noneOf(Notify.class);
        for (Notify notify : Notify.values()) {
            if ((bits & bit(notify)) != 0) {
                notifying.add(notify);
            }
        }
        if (bits(notifying) != bits) {
            throw new IllegalStateException("a NOTIFY of the bits " + bits + " in an envelope's row");
        }
        return Set.copyOf(notifying);
    }

    private static int bit(Notify notify) {
        return switch (notify) {
            case NEVER -> 1;
            case SUCCESS -> 2;
            case FAILURE -> 4;
            case DELAY -> 8;
        };
    }
}
