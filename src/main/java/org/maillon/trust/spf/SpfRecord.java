package org.maillon.trust.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A record that was understood. RFC 7208 §12. */
record SpfRecord(List<Term> terms, Optional<MacroString> redirect, Optional<MacroString> explanation) {
    private static final String VERSION = "v=spf1";

    SpfRecord {
        terms = List.copyOf(terms);
    }

    /** RFC 7208 §4.5: the version ends the text, or a space follows it. */
    static boolean isOne(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /** Of a domain that never sends: nothing but {@code -all}. */
    boolean forbidsAll() {
        return !terms.isEmpty()
                && terms.getFirst().mechanism() instanceof Term.Mechanism.All
                && terms.getFirst().qualifier() == SpfResult.FAIL;
    }

    /** All of it or nothing: an error anywhere spoils the whole (RFC 7208 §4.6). */
    static SpfRecord parse(String text) throws MacroParser.SyntaxException {
        List<Term> terms = new ArrayList<>();
        Optional<MacroString> redirect = Optional.empty();
        Optional<MacroString> explanation = Optional.empty();
        for (String word : words(text)) {
            int equals = TermParser.modifierEnd(word);
            if (equals < 0) {
                terms.add(TermParser.directive(word));
                continue;
            }
            String value = word.substring(equals + 1);
            if (word.regionMatches(true, 0, "redirect=", 0, equals + 1)) {
                redirect = once("redirect", redirect, value);
            } else if (word.regionMatches(true, 0, "exp=", 0, equals + 1)) {
                explanation = once("exp", explanation, value);
            } else {
                var _ = MacroParser.macroString(value); // RFC 7208 §6: not known, so not heeded, but well formed
            }
        }
        return new SpfRecord(terms, redirect, explanation);
    }

    private static Optional<MacroString> once(String name, Optional<MacroString> before, String value)
            throws MacroParser.SyntaxException {
        if (before.isPresent()) {
            throw new MacroParser.SyntaxException(name + "= stands there twice"); // RFC 7208 §6
        }
        return Optional.of(MacroParser.domainSpec(value));
    }

    /** What stands between spaces, and nothing else parts it (RFC 7208 §4.6.1). */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = VERSION.length();
        while (from < text.length()) {
            int space = text.indexOf(' ', from);
            int end = space < 0 ? text.length() : space;
            if (end > from) {
                words.add(text.substring(from, end));
            }
            from = end + 1;
        }
        return words;
    }
}
