package org.maillon.submit;

import org.maillon.wire.message.HeaderScanner;
import org.maillon.wire.smtp.BodyType;
import org.maillon.wire.smtp.MailParameters;

/**
 * Believes the octets, not the label: a client that sends eight bits without BODY=8BITMIME breaks RFC 6152 §3, but the
 * next server must be told the truth all the same.
 */
final class BodyTypeStage implements Stage {
    @Override
    public Step pass(Taken message) {
        HeaderScanner seen = message.text().seen();
        MailParameters said = message.parameters();
        if (said.body() != BodyType.SEVEN_BIT || !(seen.eightBitHeader() || seen.eightBitBody())) {
            return new Step.Next(message);
        }
        return new Step.Next(message.with(message.handling().with(said.with(BodyType.EIGHT_BIT_MIME))));
    }
}
