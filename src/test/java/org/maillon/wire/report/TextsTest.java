package org.maillon.wire.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
    private static final Instant AT = Instant.parse("2026-11-23T13:05:00Z");

    private static List<String> all(Texts texts) {
        List<String> all = new ArrayList<>(List.of(
                texts.greeting("mail.example"),
                texts.delivered(),
                texts.relayed(),
                texts.expanded(),
                texts.more(7),
                texts.closing(AT, "0123"),
                texts.originalFollows(true),
                texts.originalFollows(false)));
        for (DeliveryReport.Kind kind : DeliveryReport.Kind.values()) {
            all.add(texts.opening(kind, true, AT));
            all.add(texts.opening(kind, false, AT));
        }
        for (Cause cause : Cause.values()) {
            all.add(texts.happened(cause));
            all.add(texts.advice(cause));
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void eachIsASentence(Language language) {
        assertThat(all(Texts.of(language)))
                .allSatisfy(text -> assertThat(text)
                        .matches("\\p{Lu}.*\\.")
                        .doesNotContain("  ")
                        .doesNotContain(" ."));
    }

    /** The rule of French typography; and the apostrophe that is one. */
    @ParameterizedTest
    @EnumSource(
            value = Language.class,
            names = {"FR"})
    void noLineEndsBeforeAColonInFrench(Language language) {
        Texts french = Texts.of(language);
        List<String> all = all(french);
        all.addAll(List.of(
                french.gaveUp(),
                french.detail(),
                french.answered("mx.example"),
                french.subject(DeliveryReport.Kind.FAILED, "ada@example.org")));

        assertThat(all).noneMatch(text -> text.contains(" :") || text.contains(" ;") || text.contains("'"));
        assertThat(french.subject(DeliveryReport.Kind.DELAYED, "ada@example.org"))
                .isEqualTo("Retardé\u00a0: votre message à ada@example.org");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void thePreambleIsAscii(Language language) {
        assertThat(Texts.of(language).preamble().chars()).allMatch(c -> c < 128);
    }
}
