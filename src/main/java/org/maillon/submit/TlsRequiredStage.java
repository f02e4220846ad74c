package org.maillon.submit;

import java.util.Optional;
import org.maillon.kernel.Ascii;
import org.maillon.wire.message.HeaderField;

/**
 * Notes {@code TLS-Required: No} (RFC 8689 §3): the sender would rather have the message arrive than be safe, whatever the
 * recipient's domain publishes. What the field says travels on in the header; here it becomes part of the envelope.
 */
public final class TlsRequiredStage implements Stage {
    private static final String FIELD = "TLS-Required";

    private TlsRequiredStage() {}

    /** REQUIRETLS says the contrary, and wins. */
    public static Maker maker() {
        return (transaction, _) ->
                transaction.parameters().requireTls() ? Optional.empty() : Optional.of(new TlsRequiredStage());
    }

    @Override
    public Step pass(Taken message) {
        boolean waives = message.header().all(FIELD).size() == 1
                && message.header()
                        .first(FIELD)
                        .filter(TlsRequiredStage::saysNo)
                        .isPresent();
        return new Step.Next(
                waives
                        ? message.with(message.handling()
                                .with(message.parameters()
                                        .with(message.parameters().wishes().waivingTls())))
                        : message);
    }

    /** RFC 8689 §3 knows one value; more than one field, or any other value, is none. */
    private static boolean saysNo(HeaderField field) {
        StringBuilder word = new StringBuilder(2);
        for (char c : field.value().toCharArray()) {
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                word.append(c);
            }
        }
        return Ascii.upper(word.toString()).equals("NO");
    }
}
