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
 */
public record MailParameters(
        OptionalLong size, BodyType body, boolean utf8, Optional<Returned> returned, Optional<String> envelopeId) {
    public static final MailParameters NONE =
            new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, false, Optional.empty(), Optional.empty());
}
