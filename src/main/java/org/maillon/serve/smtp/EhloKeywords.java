package org.maillon.serve.smtp;

import java.util.ArrayList;
import java.util.List;

/** What we offer to who says EHLO, a keyword a line (RFC 5321 §4.1.1.1). */
final class EhloKeywords {
    private EhloKeywords() {}

    /** @param offers to this client beyond what everyone is offered */
    static List<String> list(
            SmtpSettings settings, long maxMessageSize, Standing.Protection protection, List<String> offers) {
        List<String> keywords = new ArrayList<>();
        if (protection == Standing.Protection.OFFERED) {
            keywords.add("STARTTLS");
        }
        keywords.addAll(List.of(
                "PIPELINING",
                "SIZE " + maxMessageSize,
                "8BITMIME",
                "BINARYMIME",
                "CHUNKING",
                "SMTPUTF8",
                "ENHANCEDSTATUSCODES",
                "DSN",
                limits(settings)));
        keywords.addAll(offers);
        keywords.add("HELP");
        return keywords;
    }

    /** RFC 9422 §4: what holds for every conversation; a bound that is not set is none. */
    private static String limits(SmtpSettings settings) {
        String mails = settings.maxMessages() == 0 ? "" : " MAILMAX=" + settings.maxMessages();
        return "LIMITS RCPTMAX=" + settings.maxRecipients() + mails;
    }
}
