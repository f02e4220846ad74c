package org.maillon.serve.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.maillon.hosting.LogIns;

/** What EHLO is answered with, a keyword a line (RFC 5321 §4.1.1.1). */
record Extensions(SmtpSettings settings, LongSupplier maxMessageSize) {
    /**
     * AUTH only where it can be used: a client that reads it sends its password (RFC 4954 §4).
     *
     * @param offers to this client beyond what everyone is offered
     */
    List<String> keywords(Standing now, List<String> offers) {
        List<String> keywords = new ArrayList<>();
        if (now.protection() == Standing.Protection.OFFERED) {
            keywords.add("STARTTLS");
        }
        keywords.addAll(List.of(
                "PIPELINING",
                "SIZE " + maxMessageSize.getAsLong(),
                "8BITMIME",
                "BINARYMIME",
                "CHUNKING",
                "SMTPUTF8",
                "ENHANCEDSTATUSCODES",
                "DSN",
                limits()));
        keywords.addAll(offers);
        LogInOffer offer = now.access().offer();
        if (!offer.mechanisms().isEmpty()) {
            keywords.add("AUTH " + String.join(" ", LogIns.names(offer.mechanisms())));
        }
        keywords.add("HELP");
        return keywords;
    }

    /** RFC 9422 §4: what holds for every conversation; a bound that is not set is none. */
    private String limits() {
        String mails = settings.maxMessages() == 0 ? "" : " MAILMAX=" + settings.maxMessages();
        return "LIMITS RCPTMAX=" + settings.maxRecipients() + mails;
    }
}
