package org.maillon.submit;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.maillon.queue.Traces;
import org.maillon.trust.ReverseVerdict;
import org.maillon.trust.arc.ArcVerifier;
import org.maillon.trust.dkim.DkimVerifier;
import org.maillon.trust.dmarc.DmarcEvaluator;
import org.maillon.trust.dmarc.DmarcSettings;
import org.maillon.trust.spf.SpfEvaluator;

/** Makes the stage that asks who vouches for a message. */
public final class VouchMaker implements Stage.Maker {
    final Askers askers;
    final DmarcSettings settings;
    final Traces traces;
    final VouchLog log;
    private final Insiders insiders;
    final OwnResults names;
    private final boolean tellsLogIn;

    /** Whoever can say something about a message. */
    public record Askers(
            SpfEvaluator spf,
            Supplier<DkimVerifier> dkim,
            Supplier<ArcVerifier> arc,
            DmarcEvaluator dmarc,
            Function<InetAddress, ReverseVerdict> iprev) {}

    /** What the stage asks of those around it: who is one of us, what our servers call themselves, and where it tells. */
    public record Around(Insiders insiders, OwnResults names, Traces traces, VouchLog log) {}

    /** @param tellsLogIn whether mail of who has logged in says so */
    public VouchMaker(Askers askers, Around around, DmarcSettings settings, boolean tellsLogIn) {
        this.askers = askers;
        this.settings = settings;
        this.insiders = around.insiders();
        this.names = around.names();
        this.tellsLogIn = tellsLogIn;
        this.traces = around.traces();
        this.log = around.log();
    }

    @Override
    public Optional<Stage> open(Transaction transaction, Taken.Receipt receipt) {
        Client client = transaction.client();
        String server = names.nameOf().apply(client.server());
        return Optional.of(
                insiders.include(client) || !settings.check()
                        ? new OwnWordStage(names, server, client.link().login(), tellsLogIn)
                        : new VouchStage(this, server));
    }
}
