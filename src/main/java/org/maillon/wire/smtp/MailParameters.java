package org.maillon.wire.smtp;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What stands behind MAIL FROM:&lt;…&gt;.
 *
 * @param size SIZE, in octets (RFC 1870)
 * @param body BODY; {@link BodyType#SEVEN_BIT} where not given
 * @param utf8 SMTPUTF8 (RFC 6531)
 * @param returned RET (RFC 3461 §4.3)
 * @param envelopeId ENVID, the xtext as it came (RFC 3461 §4.4)
 * @param wishes REQUIRETLS, HOLDFOR, HOLDUNTIL, BY, MT-PRIORITY
 */
public record MailParameters(
        OptionalLong size,
        BodyType body,
        boolean utf8,
        Optional<Returned> returned,
        Optional<String> envelopeId,
        Wishes wishes) {
    public static final MailParameters NONE =
            new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, false, Optional.empty(), Optional.empty());

    /** With no wishes for it. */
    public MailParameters(
            OptionalLong size, BodyType body, boolean utf8, Optional<Returned> returned, Optional<String> envelopeId) {
        this(size, body, utf8, returned, envelopeId, Wishes.PLAIN);
    }

    /** RFC 8689 §4: whether it may travel only under TLS, to servers that prove their names. */
    public boolean requireTls() {
        return wishes.requireTls();
    }

    public MailParameters with(BodyType other) {
        return new MailParameters(size, other, utf8, returned, envelopeId, wishes);
    }

    public MailParameters with(Wishes other) {
        return new MailParameters(size, body, utf8, returned, envelopeId, other);
    }
}
