package org.maillon.submit;

import java.util.Optional;
import org.maillon.wire.message.HeaderScanner;
import org.maillon.wire.smtp.Reply;

/** Whether what has gone by so far is still within bounds: asked at each piece, so that no bound is passed by more than one piece. */
record StreamBounds(SubmitSettings settings) {
    Optional<Reply> broken(HeaderScanner seen, long size) {
        if (size > settings.maxMessageSize().octets()) {
            return Optional.of(SubmitReplies.tooLarge(settings.maxMessageSize().octets()));
        } else if (seen.received() > settings.maxHops()) {
            return Optional.of(SubmitReplies.loops(settings.maxHops()));
        } else if (seen.headerSize() > settings.maxHeaderSize().octets()) {
            return Optional.of(
                    SubmitReplies.headerTooLarge(settings.maxHeaderSize().octets()));
        } else if (seen.fields() > settings.maxHeaderFields()) {
            return Optional.of(SubmitReplies.tooManyFields(settings.maxHeaderFields()));
        }
        return Optional.empty();
    }
}
