package org.maillon.wire.report;

import java.util.List;
import java.util.Optional;
import org.maillon.wire.report.DeliveryReport.Outcome;

/** The part of a report that a person reads: what happened, what was answered, what to do. */
final class Words {
    /** Beyond these a reader counts, and programs have the second part. */
    private static final int MOST_NAMED = 100;

    private static final String INDENT = "    ";

    private final DeliveryReport report;
    private final Texts texts;
    private final Prose prose = new Prose();
    private final Quotes quotes = new Quotes();

    Words(DeliveryReport report) {
        this.report = report;
        this.texts = Texts.of(report.language());
    }

    /** @param whole whether the original follows as a whole; empty: nothing of it does */
    String text(Optional<Boolean> whole) {
        List<Outcome> outcomes = report.outcomes();
        prose.paragraph("", texts.greeting(report.host()));
        prose.blank();
        prose.paragraph(
                "",
                texts.opening(report.kind(), outcomes.size() > 1, report.about().retriedUntil()));
        int named = outcomes.size() <= MOST_NAMED + 1 ? outcomes.size() : MOST_NAMED;
        outcomes.subList(0, named).forEach(this::recipient);
        if (named < outcomes.size()) {
            prose.blank();
            prose.paragraph("", texts.more(outcomes.size() - named));
        }
        prose.blank();
        String follows = whole.map(texts::originalFollows).orElse("");
        prose.paragraph(
                "", texts.closing(report.about().arrived(), report.about().queueId()) + " " + follows);
        return prose.toString();
    }

    private void recipient(Outcome outcome) {
        prose.blank();
        prose.paragraph("", "<" + outcome.recipient() + ">");
        switch (outcome.action()) {
            case DELIVERED -> prose.paragraph(INDENT, texts.delivered());
            case RELAYED -> prose.paragraph(INDENT, texts.relayed());
            case EXPANDED -> prose.paragraph(INDENT, texts.expanded());
            case DELAYED -> prose.paragraph(INDENT, texts.happened(outcome.cause()));
            case FAILED -> {
                String before = outcome.isExpired() ? texts.gaveUp() + " " : "";
                prose.paragraph(INDENT, before + texts.happened(outcome.cause()));
            }
        }
        answer(outcome);
        if (outcome.action() == DeliveryReport.Action.FAILED) {
            prose.paragraph(INDENT, texts.advice(outcome.cause()));
        }
    }

    private void answer(Outcome outcome) {
        boolean quoted = outcome.repliedByRemote() && outcome.remote().isPresent();
        String before = quoted ? texts.answered(outcome.remote().get()) : texts.detail();
        prose.paragraph(INDENT, before + " " + quotes.of(outcome.reply()));
    }
}
