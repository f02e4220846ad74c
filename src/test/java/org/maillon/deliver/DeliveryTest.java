package org.maillon.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maillon.deliver.remote.RemoteDelivery;
import org.maillon.deliver.remote.RemotePolicy;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Bytes;
import org.maillon.queue.Attempt;
import org.maillon.queue.Courier;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.QueueId;
import org.maillon.queue.Recipient;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.NextHops;
import org.maillon.route.Route;
import org.maillon.store.BlobId;
import org.maillon.store.Partition;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;
import org.maillon.wire.smtp.Reply;

class DeliveryTest {
    private static final Result IN_MAILBOX =
            new Result.Delivered("mailbox", Reply.of(250, "2.0.0", "Stored"), true, false);

    private final RemoteDelivery remote = new RemoteDelivery(
            (_, _) -> {
                throw new IOException("no network here");
            },
            _ -> "me.example",
            InstantSource.system(),
            RemotePolicy.defaults());
    private final Delivery delivery = new Delivery(DeliveryTest::route, DeliveryTest::hops, new Shelf(), remote);

    private static Route route(Address address) {
        return switch (address.domain().toString()) {
            case "ours.example" -> new Route.Local();
            case "sink.example" -> new Route.Discard();
            default -> new Route.Mx(address.domain());
        };
    }

    private static NextHops hops(Route route) {
        return switch (route.key()) {
            case "mx:nowhere.example" ->
                new NextHops.Nowhere(Reply.of(550, "5.1.2", "No such domain"), "no such domain");
            case "mx:unknown.example" -> new NextHops.Unknown(Reply.of(451, "4.4.3", "DNS is silent"), "DNS is silent");
            default ->
                new NextHops.Servers(List.of(new Hop(
                        Route.Protocol.SMTP,
                        "mx.example",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 25))));
        };
    }

    private static final class Shelf implements MailboxDelivery {
        @Override
        public Result deliver(Attempt attempt, int recipient, Courier.Content content) {
            if (attempt.envelope()
                    .recipients()
                    .get(recipient)
                    .address()
                    .localPart()
                    .equals("broken")) {
                throw new IllegalStateException("the mailbox is in disorder");
            }
            return IN_MAILBOX;
        }

        @Override
        public Optional<Result.Delivered> arrived(QueueId id, int number, Address recipient) {
            return Optional.empty();
        }
    }

    private List<Result> carry(String... addresses) {
        return carry(delivery, addresses);
    }

    private static List<Result> carry(Delivery delivery, String... addresses) {
        List<Recipient> recipients = List.of(addresses).stream()
                .map(text -> new Recipient(address(text), RcptParameters.NONE, Destination.LOCAL, 0))
                .toList();
        return carry(delivery, Destination.LOCAL, recipients);
    }

    private static List<Result> carry(Delivery delivery, Destination destination, List<Recipient> recipients) {
        Envelope envelope = new Envelope(
                new ReversePath.Null(),
                MailParameters.NONE,
                recipients,
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Instant.EPOCH,
                "test");
        List<Integer> all = IntStream.range(0, recipients.size()).boxed().toList();
        return delivery.carry(new Attempt(QueueId.of(1, 1, 1), envelope, all, destination, 1), new NoContent());
    }

    private static Address address(String text) {
        int at = text.indexOf('@');
        return new Address(text.substring(0, at), new Domain.Name(text.substring(at + 1)));
    }

    private record NoContent() implements Courier.Content {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public InputStream open() {
            return InputStream.nullInputStream();
        }

        @Override
        public BlobId blob() {
            return new BlobId(Partition.journal("q"), Bytes.EMPTY);
        }

        @Override
        public String reference(int number) {
            return "r" + number;
        }
    }

    @Test
    void sendsEachRecipientItsOwnWayAndAnswersInTheirOrder() {
        List<Result> results = carry("a@far.example", "b@ours.example", "c@sink.example", "d@far.example");

        assertThat(results).hasSize(4);
        assertThat(results.get(0)).isInstanceOf(Result.Deferred.class).isEqualTo(results.get(3));
        assertThat(results.get(1)).isSameAs(IN_MAILBOX);
        assertThat(results.get(2))
                .isInstanceOfSatisfying(
                        Result.Delivered.class,
                        delivered -> assertThat(delivered.by()).isEqualTo("discarded by route"));
    }

    @Test
    void takesDomainsWithTheSameServersInTheSameOrderAsOne() {
        List<String> asked = new ArrayList<>();
        Roads roads = new Roads() {
            @Override
            public NextHops hops(Route route) {
                asked.add(route.key());
                return DeliveryTest.hops(route);
            }

            @Override
            public Optional<String> company(Route route) {
                boolean alone = !(route instanceof Route.Mx) || route.key().equals("mx:alone.example");
                return alone ? Optional.empty() : Optional.of("provider");
            }
        };
        List<Result> results = carry(
                new Delivery(DeliveryTest::route, roads, new Shelf(), remote),
                "a@one.example",
                "b@alone.example",
                "c@two.example",
                "d@ours.example");

        assertThat(asked).containsExactly("mx:one.example", "mx:alone.example");
        assertThat(results).hasSize(4);
        assertThat(results.get(3)).isSameAs(IN_MAILBOX);
    }

    @Test
    void failsWhereNobodyTakesMail() {
        assertThat(carry("a@nowhere.example"))
                .containsExactly(new Result.Failed(new Result.Failure(
                        Reply.of(550, "5.1.2", "No such domain"), Optional.empty(), "no such domain", false)));
    }

    @Test
    void waitsWhereDnsCannotTell() {
        assertThat(carry("a@unknown.example"))
                .containsExactly(new Result.Deferred(new Result.Failure(
                        Reply.of(451, "4.4.3", "DNS is silent"), Optional.empty(), "DNS is silent", true)));
    }

    @Test
    void letsAFaultWithOneRecipientCostNoOther() {
        List<Result> results = carry("a@ours.example", "broken@ours.example", "c@ours.example");

        assertThat(results.get(0)).isSameAs(IN_MAILBOX);
        assertThat(results.get(1)).isInstanceOfSatisfying(Result.Deferred.class, deferred -> {
            assertThat(deferred.failure().reply().code()).isEqualTo(451);
            assertThat(deferred.failure().why()).contains("the mailbox is in disorder");
        });
        assertThat(results.get(2)).isSameAs(IN_MAILBOX);
    }

    /** Company in an attempt decides nothing about its site. */
    @Test
    void restsNoSiteForADomainThatMovedAwayFromIt() {
        Destination nowhere = new Destination("mx:nowhere.example");
        Destination unknown = new Destination("mx:unknown.example");
        List<Recipient> both = List.of(
                new Recipient(address("a@nowhere.example"), RcptParameters.NONE, nowhere, 0),
                new Recipient(address("b@unknown.example"), RcptParameters.NONE, unknown, 0));

        assertThat(downs(carry(delivery, nowhere, both))).isZero();
        assertThat(downs(carry(delivery, unknown, both))).isOne();
    }

    private static long downs(List<Result> results) {
        assertThat(results.get(1)).isInstanceOf(Result.Deferred.class);
        return results.stream()
                .filter(result -> result instanceof Result.Deferred(var failure) && failure.destinationDown())
                .count();
    }
}
