package org.maillon.queue;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells a story in plain words, a sentence a line. */
public final class TraceTeller {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

    private TraceTeller() {}

    /** The lines of one message; a line with the date wherever a new day begins. */
    public static List<String> tell(List<TraceLine> story, ZoneId zone) {
        List<String> told = new ArrayList<>();
        String today = "";
        for (TraceLine line : story) {
            String day = DAY.format(line.at().atZone(zone));
            if (!day.equals(today)) {
                told.add(day);
                today = day;
            }
            told.add(tell(line, zone));
        }
        return told;
    }

    public static String tell(TraceLine line, ZoneId zone) {
        return TIME.format(line.at().atZone(zone)) + " " + sentence(line);
    }

    public static String tell(Refusal refusal, ZoneId zone) {
        String what = refusal.recipient().map(to -> "the recipient " + to).orElse("the sender")
                + refusal.sender().map(from -> " of " + from).orElse("");
        String others = refusal.notKept() == 0 ? "" : " (and " + refusal.notKept() + " others that were only counted)";
        return TIME.format(refusal.at().atZone(zone)) + " refused " + what + " from " + refusal.client() + ": "
                + refusal.reply() + others;
    }

    private static String sentence(TraceLine line) {
        String whom = String.join(", ", Traces.some(line.recipients()));
        return switch (line.kind()) {
            case TAKEN -> "taken " + line.text() + ", for " + whom;
            case DELIVERED -> "delivered to " + whom + " " + line.text();
            case EXPANDED -> whom + " goes on: " + line.text();
            case DEFERRED -> "not delivered to " + whom + " yet: " + line.text();
            case BOUNCED -> "not delivered to " + whom + ", for good: " + line.text();
            case EXPIRED -> "not delivered to " + whom + ", and its time is over: " + line.text();
            case REMOVED -> "removed for " + whom + ": " + line.text();
            case HELD -> "held: " + line.text();
            case RELEASED -> "released " + line.text();
            case RETRIED -> line.text();
            case NOTICE -> "about " + whom + ": " + line.text();
        };
    }
}
