package org.maillon.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.ApiKey;
import org.maillon.hosting.Directory;
import org.maillon.hosting.OtherTown;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.Filter;
import org.maillon.queue.Quarantined;
import org.maillon.queue.QueueId;
import org.maillon.queue.Queued;
import org.maillon.queue.Recipient;
import org.maillon.store.model.ModelStore;
import org.maillon.web.http.Answer;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;

/** What one answer with held messages costs, whoever sent them, and whom it tells of. */
class QuarantineListingTest {
    private static final TenantId OTHERS = new TenantId("others");

    private final Directory directory = Town.withAda(new ModelStore());
    private final OtherTown town = new OtherTown();
    private final Caller ada =
            new Caller.Holder(directory.account(Town.address("ada@example.org")).orElseThrow());
    private final Caller operator =
            new Caller.Operator(new ApiKey("q", Set.of(ApiKey.Scope.QUARANTINE), Town.NOON, Optional.empty()));
    private int serial;

    private Quarantined held(String... to) {
        List<Recipient> recipients = Arrays.stream(to)
                .map(one -> new Recipient(Town.address(one), RcptParameters.NONE, Destination.LOCAL, 0))
                .toList();
        List<Queued.Open> open = IntStream.range(0, to.length)
                .mapToObj(n -> new Queued.Open(n, recipients.get(n), Filter.State.HELD, 0, Town.NOON, Optional.empty()))
                .toList();
        Envelope envelope = new Envelope(
                new ReversePath.Sender(Town.address("eve@there.example")),
                MailParameters.NONE,
                recipients,
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Town.NOON,
                "there");
        Queued queued = new Queued(new QueueId(64, serial++), envelope, 10, true, open);
        return new Quarantined(queued, Town.NOON, "clamd: found it");
    }

    private QuarantineListing listing(Caller caller, int limit, Optional<Address> to) {
        return new QuarantineListing(new OwnRecipients(directory, caller), false, limit, to);
    }

    private static String body(Answer answer) {
        return answer.body().asUtf8();
    }

    @Test
    void manyRecipientsEndAnAnswerBeforeItsLimitAndItSaysWhereToGoOn() {
        String[] many = IntStream.range(0, 1_000)
                .mapToObj(n -> "ada+" + n + "@example.org")
                .toArray(String[]::new);
        QuarantineListing listing = listing(operator, 1_000, Optional.empty());
        List<Quarantined> taken = new ArrayList<>();
        do {
            taken.add(held(many));
        } while (listing.take(taken.getLast()));
        assertThat(taken).hasSize(QuarantineListing.MOST_RECIPIENTS / 1_000);
        assertThat(body(listing.answer()))
                .contains("\"next\":\"" + taken.getLast().message().id() + "\"");
    }

    @Test
    void questionsToTheDirectoryEndAnAnswerToo() {
        String[] many = IntStream.range(0, 999)
                .mapToObj(n -> "bob" + n + "@example.org")
                .toArray(String[]::new);
        QuarantineListing listing = listing(ada, 1_000, Optional.empty());
        assertThat(listing.take(held(many))).isTrue();
        assertThat(listing.take(held(many))).isTrue();
        assertThat(listing.take(held(many))).isFalse();
        assertThat(body(listing.answer())).contains("\"messages\":[]", "\"next\":");
    }

    /** That would be a way to make one tenant's server work for another. */
    @Test
    void nobodyIsAskedAboutTheDomainsOfOtherTenants() {
        directory.addTenant(OTHERS, "Others", ServerId.DEFAULT);
        directory.addDomain(OTHERS, Town.domain("others.example"));
        OwnRecipients own = new OwnRecipients(directory, ada);
        assertThat(own.of(held("bob@others.example", "bob@nowhere.example", "ada@example.org")))
                .singleElement()
                .satisfies(open -> assertThat(open.number()).isEqualTo(2));
        assertThat(own.asked()).isEqualTo(1);
    }

    /** Who else got a message, in its Bcc perhaps, is told by no filter either. */
    @Test
    void aHoldersFilterLooksAtItsOwnRecipientsAlone() {
        Quarantined one = held("ada@example.org", "boss@example.org");
        QuarantineListing others = listing(ada, 10, Optional.of(Town.address("boss@example.org")));
        assertThat(others.take(one)).isTrue();
        assertThat(body(others.answer())).contains("\"messages\":[]");
        QuarantineListing hers = listing(ada, 10, Optional.of(Town.address("ada@example.org")));
        assertThat(hers.take(one)).isTrue();
        assertThat(body(hers.answer())).contains("ada@example.org").doesNotContain("boss");
    }

    @Test
    void whatCannotBeToldJustNowIsNotToldToBeNothing() {
        directory.asking(town);
        town.isDown(true);
        QuarantineListing listing = listing(ada, 10, Optional.empty());
        assertThat(listing.take(held("lovelace@example.org"))).isTrue();
        Answer answer = listing.answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.fields()).containsEntry("Retry-After", "60");
    }

    @Test
    void nobodyHasTwoListsAtATime() {
        OneAtATime listings = new OneAtATime();
        Answer outer = listings.answer(ada, () -> {
            assertThat(listings.answer(operator, () -> Answer.json(1)).status()).isEqualTo(200);
            return listings.answer(ada, () -> Answer.json(1));
        });
        assertThat(outer.status()).isEqualTo(429);
        assertThat(listings.answer(ada, () -> Answer.json(1)).status()).isEqualTo(200);
    }
}
