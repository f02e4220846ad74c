package org.maillon.deliver.tls;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillon.kernel.net.TlsClient;
import org.maillon.kernel.net.TlsSession;
import org.maillon.trust.WebPki;
import org.maillon.trust.WebPki.Verdict;
import org.maillon.trust.tlsrpt.TlsResult;
import org.maillon.trust.tlsrpt.TlsResult.Kind;
import org.maillon.trust.tlsrpt.TlsResults;
import org.maillon.wire.smtp.Reply;

/** A demand, who judges by it, and who hears what became of it: all that opening a session needs. */
public final class Terms {
    private final Demand demand;
    private final Subject subject;
    private final Judges judges;

    /** Whose mail it is, and by which policy, as reports want it. */
    record Subject(String domain, TlsResult.Policy policy, TlsResult.Server server, Optional<InetAddress> from) {}

    record Judges(Supplier<WebPki> authorities, InstantSource clock, TlsResults results) {}

    Terms(Demand demand, Subject subject, Judges judges) {
        this.demand = demand;
        this.subject = subject;
        this.judges = judges;
    }

    public Demand demand() {
        return demand;
    }

    public boolean isWanted() {
        return demand.level() != Demand.Level.NONE;
    }

    public boolean isRequired() {
        return demand.level() == Demand.Level.REQUIRED;
    }

    /** What to say in the handshake. */
    public TlsClient client() {
        String host = subject.server().host();
        boolean isName = host.chars().anyMatch(c -> c >= 'a' && c <= 'z') && host.indexOf(':') < 0;
        return new TlsClient(isName ? Optional.of(host) : Optional.empty(), demand.least(), demand.ciphers());
    }

    /** How the session was verified, or why it must not be used. */
    public sealed interface Judged {
        record Fine(String how) implements Judged {}

        record Refused(Reply reply, String why) implements Judged {}
    }

    /** The handshake is done. Reports hear of it. */
    public Judged judge(TlsSession session) {
        return switch (demand.judge(
                session, judges.authorities(), judges.clock().instant())) {
            case Verdict.Good() -> {
                note(Optional.empty());
                yield new Judged.Fine(demand.howVerified());
            }
            case Verdict.OtherHost(String why) -> unproven(Kind.CERTIFICATE_HOST_MISMATCH, why);
            case Verdict.Expired(String why) -> unproven(Kind.CERTIFICATE_EXPIRED, why);
            case Verdict.NotTrusted(String why) ->
                unproven(
                        demand.proof() instanceof Demand.Proof.ByDane
                                ? Kind.VALIDATION_FAILURE
                                : Kind.CERTIFICATE_NOT_TRUSTED,
                        why);
        };
    }

    private Judged unproven(Kind kind, String why) {
        failed(kind, why);
        return isRequired() ? new Judged.Refused(TlsReplies.notProven(), why) : new Judged.Fine("not verified: " + why);
    }

    /** It never came to a session that could be judged. */
    public void failed(Kind kind, String why) {
        note(Optional.of(new TlsResult.Failure(kind, why)));
    }

    private void note(Optional<TlsResult.Failure> failure) {
        judges.results()
                .note(new TlsResult(
                        judges.clock().instant(),
                        subject.domain(),
                        subject.policy(),
                        Optional.of(subject.server()),
                        subject.from(),
                        failure));
    }
}
