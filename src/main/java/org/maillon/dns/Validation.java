package org.maillon.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.maillon.dns.Assured.Status;
import org.maillon.dns.Exchange.NoAnswerException;
import org.maillon.dns.Exchange.Signatures;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Checks signatures ourselves (RFC 4035 §5), from trust anchors down to the answer. The walk along the chain is dnsjava's;
 * each question of it goes to our servers within our bounds, on the thread that asks.
 */
final class Validation {
    /** The root's keys of 2017 and 2024, as IANA publishes them (RFC 9718). */
    private static final List<String> ROOT = List.of(
            ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
            ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16");

    /** By when all questions of one walk must be answered: the library between has no place for it. */
    private static final ScopedValue<Instant> UNTIL = ScopedValue.newInstance();

    private final ValidatingResolver validator;

    /** @throws IllegalArgumentException where {@code settings} names something that is no trust anchor */
    Validation(RecursiveServers servers, InstantSource timeOfDay, DnsSettings settings) {
        validator = new ValidatingResolver(new Head(servers), timeOfDay.withZone(ZoneOffset.UTC));
        try {
            validator.loadTrustAnchors(file(check(settings)));
        } catch (IOException e) {
            throw new IllegalArgumentException("the trust anchors cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The trust anchors that count.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    static List<String> check(DnsSettings settings) {
        settings.trustAnchors().forEach(Validation::requireAnchor);
        return settings.trustAnchors().isEmpty() ? ROOT : settings.trustAnchors();
    }

    private static InputStream file(List<String> anchors) {
        return new ByteArrayInputStream((String.join("\n", anchors) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void requireAnchor(String anchor) {
        try (Master master = new Master(file(List.of(anchor)), Name.root, 0)) {
            Record record = master.nextRecord();
            if (record != null && (record.getType() == Type.DS || record.getType() == Type.DNSKEY)) {
                return;
            }
        } catch (IOException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "'" + anchor + "' is no trust anchor; write a DS or DNSKEY record as in a zone"
                        + " file, such as \"example.org. IN DS 12345 13 2 0123…\"");
    }

    /** @param why what is wrong, where the answer is {@link Status#BOGUS} */
    record Checked(Message answer, Status status, String why) {}

    Checked ask(Record question, Instant until) throws NoAnswerException {
        try {
            Message answer = ScopedValue.where(UNTIL, until)
                    .call(() -> validator
                            .sendAsync(Message.newQuery(question), Runnable::run)
                            .toCompletableFuture()
                            .join());
            return checked(answer);
        } catch (CompletionException e) {
            throw e.getCause() instanceof NoAnswerException none
                    ? none
                    : new NoAnswerException("the signatures could not be checked: " + e.getCause());
        } catch (RuntimeException e) { // the library's words for records that make no sense to it
            throw new NoAnswerException("the signatures could not be checked: " + e);
        }
    }

    private static Checked checked(Message answer) {
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            return new Checked(answer, Status.BOGUS, reason(answer));
        }
        boolean secure = answer.getHeader().getFlag(Flags.AD);
        return new Checked(answer, secure ? Status.SECURE : Status.INSECURE, "");
    }

    private static String reason(Message answer) {
        return answer.getSection(Section.ADDITIONAL).stream()
                .filter(record -> record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
                .filter(TXTRecord.class::isInstance)
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .findFirst()
                .orElse("no reason is known");
    }

    /** How the library reaches our servers. What it would set, we set ourselves. */
    private record Head(RecursiveServers servers) implements org.xbill.DNS.Resolver {
        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            try {
                return CompletableFuture.completedFuture(
                        servers.ask(query.getQuestion(), UNTIL.get(), Signatures.CHECKED_HERE, (answer, _) -> answer));
            } catch (NoAnswerException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public void setPort(int port) {}

        @Override
        public void setTCP(boolean always) {}

        @Override
        public void setIgnoreTruncation(boolean ignored) {}

        @Override
        public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

        @Override
        public void setTSIGKey(TSIG key) {}

        @Override
        public void setTimeout(Duration timeout) {}
    }
}
