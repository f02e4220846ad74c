package org.maillon.submit;

/** What our own judgement of a message means for it; why is said in its trace. */
public sealed interface Disposition {
    record Deliver() implements Disposition {}

    /** Into the Junk folder. */
    record Junk(String why) implements Disposition {}

    /** Kept, and delivered to nobody before a person has released it. */
    record Quarantine(String why) implements Disposition {}
}
