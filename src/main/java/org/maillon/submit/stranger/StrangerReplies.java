package org.maillon.submit.stranger;

import java.time.Duration;
import java.util.Optional;
import org.maillon.trust.dnslist.ListVerdict.Listing;
import org.maillon.trust.spf.SpfVerdict;
import org.maillon.wire.smtp.Reply;

/** Every reply that a stranger gets here. What is quoted in them is printable and short already. */
final class StrangerReplies {
    private StrangerReplies() {}

    /** RFC 7372 §3.2; RFC 7208 §8.4: the domain's own words are marked as such. */
    static Reply mayNotSend(SpfVerdict verdict) {
        String domain = verdict.domain();
        String sentence = verdict.sendsNothing()
                ? "The domain " + domain + " says that it never sends mail (SPF); send under another one"
                : "The domain " + domain + " does not let your server send in its name (SPF)";
        return Reply.of(
                550,
                "5.7.23",
                verdict.explanation()
                        .map(words -> new String[] {sentence, "It explains: " + words})
                        .orElseGet(() -> new String[] {sentence}));
    }

    static Reply listed(Listing listing) {
        String sentence = listing.what() + " is on the list " + listing.zone() + "; ask there to be taken off";
        Optional<String> words = listing.words();
        return Reply.of(
                550,
                "5.7.1",
                words.map(said -> new String[] {sentence, "The list says: " + said})
                        .orElseGet(() -> new String[] {sentence}));
    }

    /** RFC 6647 §2.1. */
    static Reply comeBack(Duration wait) {
        return Reply.of(
                451,
                "4.7.1",
                "Your server is new to us; it is welcome with this message in " + Math.max(1, wait.toSeconds())
                        + " seconds, and from then on");
    }
}
