package org.maillon.submit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.maillon.filter.FilterChain;
import org.maillon.filter.FilterSetting;
import org.maillon.filter.Handover;
import org.maillon.hosting.id.ServerId;
import org.maillon.queue.Destination;
import org.maillon.queue.Filter;
import org.maillon.queue.Lanes;
import org.maillon.queue.Queue;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.verify.Passage;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.Command;
import org.maillon.wire.smtp.CommandParser;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

/**
 * Where mail meets the filters: at MAIL and RCPT those that want to judge the envelope, then a stage with the octets. All
 * of one transaction is one passage along the chain.
 */
public final class Filtering implements SenderCheck, RecipientCheck, Stage.Maker {
    private static final CommandParser PARSER = new CommandParser(true);

    private final FilterChain chain;
    private final Queue queue;
    private final Ports ports;
    private final Map<Passage, Under> under = new ConcurrentHashMap<>();

    /**
     * What it asks of others.
     *
     * @param hostNames what a server of ours calls itself
     * @param lanes of recipients that a filter adds
     */
    public record Ports(Insiders insiders, Function<ServerId, String> hostNames, Lanes lanes) {}

    /** A transaction whose envelope is being asked about. */
    private static final class Under {
        final FilterChain.Passing passing;
        final List<String> parameters;
        final List<Handover.Addressee> taken = new ArrayList<>();

        Under(FilterChain.Passing passing, List<String> parameters) {
            this.passing = passing;
            this.parameters = parameters;
        }
    }

    public Filtering(FilterChain chain, Queue queue, Ports ports) {
        this.chain = chain;
        this.queue = queue;
        this.ports = ports;
    }

    @Override
    public Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters) {
        Optional<FilterChain.Passing> passing = client.passage().flatMap(_ -> open(client));
        if (passing.isEmpty()) {
            return Optional.empty();
        }
        Under one = new Under(passing.get(), words(parameters));
        under.put(client.passage().orElseThrow(), one);
        return one.passing.sender(handover(client, sender, one.parameters, List.of(), ""));
    }

    /** The last question asked at RCPT: what it takes is taken. */
    @Override
    public Optional<Reply> check(Client client, ReversePath sender, Address recipient) {
        Optional<Under> found = client.passage().map(under::get);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Under one = found.get();
        one.taken.add(new Handover.Addressee(recipient, List.of()));
        Optional<Reply> objection = one.passing.recipient(handover(client, sender, one.parameters, one.taken, ""));
        if (objection.isPresent()) {
            one.taken.removeLast();
        }
        return objection;
    }

    @Override
    public Optional<Stage> open(Transaction transaction, Taken.Receipt receipt) {
        Client client = transaction.client();
        Optional<FilterChain.Passing> passing = client.passage()
                .flatMap(passage -> Optional.ofNullable(under.remove(passage)))
                .map(one -> one.passing)
                .or(() -> open(client));
        passing.ifPresent(one -> one.begin(handover(
                client,
                transaction.sender(),
                words(transaction.parameters()),
                transaction.recipients().stream()
                        .map(recipient -> new Handover.Addressee(recipient.address(), List.of()))
                        .toList(),
                receipt.id().toString())));
        return passing.map(one -> new FilterStage(this, one));
    }

    private Optional<FilterChain.Passing> open(Client client) {
        FilterSetting.Role role = switch (client.link().role()) {
            case MX -> FilterSetting.Role.MX;
            case SUBMISSION -> FilterSetting.Role.SUBMISSION;
        };
        return chain.open(client.server().name(), role, ports.insiders().include(client));
    }

    private Handover handover(
            Client client, ReversePath sender, List<String> parameters, List<Handover.Addressee> to, String id) {
        Link link = client.link();
        return new Handover(
                new Handover.Visitor(
                        link.address(),
                        client.greeting(),
                        ports.hostNames().apply(client.server()),
                        link.tls()
                                .map(tls -> new Handover.Tls(
                                        tls.protocol(),
                                        tls.cipher(),
                                        tls.clientSubject().orElse(""))),
                        link.login()
                                .map(login -> new Handover.Login(login.address().toString(), login.mechanism()))),
                sender,
                parameters,
                to,
                id);
    }

    private static List<String> words(MailParameters parameters) {
        List<String> words = new ArrayList<>();
        parameters.size().ifPresent(size -> words.add("SIZE=" + size));
        if (parameters.body() != BodyType.SEVEN_BIT) {
            words.add("BODY=" + parameters.body().name().replace("_", "").toUpperCase(Locale.ROOT));
        }
        if (parameters.utf8()) {
            words.add("SMTPUTF8");
        }
        return words;
    }

    /** As a client would write them; those that are none are left out. */
    static RcptParameters parameters(Address address, String words) {
        byte[] line = ("RCPT TO:<" + address + "> " + words).getBytes(StandardCharsets.UTF_8);
        return PARSER.read(line, 0, line.length) instanceof CommandParser.Read.Understood(Command.Rcpt rcpt)
                ? rcpt.parameters()
                : RcptParameters.NONE;
    }

    Destination lane(Address address) {
        return ports.lanes().of(address);
    }

    void remove(QueueId id, String why) {
        queue.remove(Filter.of(id), why);
    }

    /** A message refused at its end has no story of its own: it stands in those of the addresses. */
    void tellRefusal(Transaction transaction, Reply reply, int most) {
        Optional<Address> sender = switch (transaction.sender()) {
            case ReversePath.Null _ -> Optional.empty();
            case ReversePath.Sender(Address address) -> Optional.of(address);
        };
        transaction.recipients().stream()
                .limit(most)
                .map(Recipient::address)
                .forEach(recipient ->
                        queue.traces().refused(transaction.client().origin(), sender, Optional.of(recipient), reply));
    }

    /** About once a second: passages whose client began another, or has gone. */
    public void sweep() {
        under.entrySet().removeIf(entry -> {
            boolean over = entry.getKey().isOver();
            if (over) {
                entry.getValue().passing.close();
            }
            return over;
        });
        chain.sweep();
    }
}
