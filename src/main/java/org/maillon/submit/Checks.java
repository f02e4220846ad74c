package org.maillon.submit;

import java.util.List;

/** What is asked about a client and its envelope beyond whether addresses exist, in this order, until one objects. */
public record Checks(Insiders insiders, List<SenderCheck> atSender, List<RecipientCheck> atRecipient) {
    public Checks {
        atSender = List.copyOf(atSender);
        atRecipient = List.copyOf(atRecipient);
    }

    static Checks none(SubmitSettings settings) {
        return new Checks(new Insiders(settings), List.of(), List.of());
    }
}
