package org.maillon.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.maillon.hosting.Directory;
import org.maillon.hosting.DirectorySettings;
import org.maillon.hosting.Resolution;
import org.maillon.hosting.Town;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.Settings;
import org.maillon.store.model.ModelStore;
import org.maillon.trust.srs.SrsSettings;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.address.ReversePath;

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
        ReversePath rewritten = forwards(Map.of()).senderOf(sender("ada@example.net"));
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

    @Test
    void ourOwnSendersAndNoticesStayAsTheyAre() {
        hosting("ours.example");
        Forwards forwards = forwards(Map.of());
        assertThat(forwards.senderOf(sender("bob@ours.example"))).isEqualTo(sender("bob@ours.example"));
        assertThat(forwards.senderOf(new ReversePath.Null())).isEqualTo(new ReversePath.Null());
    }

    @Test
    void withoutADomainOfOursOrWhereItIsNotWishedNothingIsRewritten() {
        assertThat(forwards(Map.of()).senderOf(sender("ada@example.net"))).isEqualTo(sender("ada@example.net"));
        hosting("ours.example");
        assertThat(forwards(Map.of("rewrite", "false")).senderOf(sender("ada@example.net")))
                .isEqualTo(sender("ada@example.net"));
    }
}
