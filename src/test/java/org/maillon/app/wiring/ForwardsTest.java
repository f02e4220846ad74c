package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DirectorySettings;
import org.maillon.hosting.Resolution;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.ServerId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;
import org.maillon.queue.Destination;
import org.maillon.queue.Envelope;
import org.maillon.queue.Recipient;
import org.maillon.store.model.ModelStore;
import org.maillon.trust.srs.SrsSettings;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.RcptParameters;

/** Forwards go out in our name, and what comes back finds the first sender. */
class ForwardsTest {
    private final ModelStore store = new ModelStore();
    private final InstantSource clock = InstantSource.fixed(Town.NOON);
    private final Directory directory =
            new Directory(store, clock, new Random(7), Settings.defaults(DirectorySettings.class));

    private Forwards forwards(Map<String, String> settings) {
        Forwards forwards = new Forwards(
                store, directory, clock, new Random(settings.size()), Settings.read(SrsSettings.class, settings));
        directory.rewriting(forwards.srs());
        return forwards;
    }

    private void hosting(String domain) {
        Defaults.make(directory);
        var _ = directory.addDomain(TenantId.DEFAULT, new Domain.Name(domain));
    }

    private static ReversePath sender(String address) {
        return new ReversePath.Sender(Town.address(address));
    }

    @Test
    void aStrangersSenderBecomesOursAndLeadsBack() {
        hosting("ours.example");
        ReversePath rewritten = senderOf(forwards(Map.of()), "ours.example");
        assertThat(rewritten.toString()).startsWith("SRS0=").endsWith("=example.net=ada@ours.example");
        Address ours = ((ReversePath.Sender) rewritten).address();
        assertThat(directory.resolve(ours))
                .isEqualTo(
                        new Resolution.ToAddresses(TenantId.DEFAULT, List.of(Town.address("ada@example.net")), ours));
        forwards(Map.of("max-age", "2d")); // another start: the key is the store's
        assertThat(directory.resolve(ours)).isInstanceOf(Resolution.ToAddresses.class);
        Address forged = Town.address(ours.toString().replace("=ada@", "=eve@"));
        assertThat(directory.resolve(forged)).isInstanceOf(Resolution.NoSuchMailbox.class);
    }

    private static ReversePath senderOf(Forwards forwards, ReversePath sender, Optional<String> forwarder) {
        Recipient recipient = new Recipient(
                Town.address("x@elsewhere.example"),
                RcptParameters.NONE,
                Destination.LOCAL,
                1,
                forwarder.map(Domain.Name::new));
        Envelope envelope = new Envelope(
                sender,
                MailParameters.NONE,
                List.of(recipient),
                TenantId.DEFAULT,
                ServerId.DEFAULT,
                Town.NOON,
                "a test");
        return forwards.senderOf(envelope, recipient);
    }

    private static ReversePath senderOf(Forwards forwards, String forwarder) {
        return senderOf(forwards, sender("ada@example.net"), Optional.of(forwarder));
    }

    @Test
    void ourOwnSendersAndNoticesStayAsTheyAre() {
        hosting("ours.example");
        Forwards forwards = forwards(Map.of());
        for (ReversePath sender : List.of(sender("bob@ours.example"), new ReversePath.Null())) {
            assertThat(senderOf(forwards, sender, Optional.of("ours.example"))).isEqualTo(sender);
        }
    }

    @Test
    void withoutADomainOfOursOrWhereItIsNotWishedNothingIsRewritten() {
        assertThat(senderOf(forwards(Map.of()), "gone.example")).isEqualTo(sender("ada@example.net"));
        hosting("ours.example");
        assertThat(senderOf(forwards(Map.of()), "gone.example")).isEqualTo(sender("ada@example.net"));
        assertThat(senderOf(forwards(Map.of("rewrite", "false")), "ours.example"))
                .isEqualTo(sender("ada@example.net"));
    }

    /** Law 11: the reputation of a forward is the forwarder's. */
    @Test
    void eachDomainForwardsInItsOwnName() {
        hosting("a.example");
        hosting("b.example");
        assertThat(senderOf(forwards(Map.of()), "b.example").toString()).endsWith("=ada@b.example");
        assertThat(senderOf(forwards(Map.of("domain", "a.example")), "b.example")
                        .toString())
                .endsWith("=ada@a.example");
    }

    /** Rows of older versions do not say who forwards. */
    @Test
    void withoutAForwarderItIsTheFirstDomainOfWhoPays() {
        Defaults.make(directory);
        TenantId other = new TenantId("other");
        var _ = directory.addTenant(other, "Other", ServerId.DEFAULT);
        var _ = directory.addDomain(other, new Domain.Name("aaa.example"));
        Optional<String> nobody = Optional.empty();
        assertThat(senderOf(forwards(Map.of()), sender("ada@example.net"), nobody))
                .isEqualTo(sender("ada@example.net"));
        hosting("ours.example");
        assertThat(senderOf(forwards(Map.of()), sender("ada@example.net"), nobody)
                        .toString())
                .endsWith("=ada@ours.example");
    }
}
