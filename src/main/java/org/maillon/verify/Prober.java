package org.maillon.verify;

/** Asks other servers whether they would take mail for an address: the port that the delivery's rooms fill. */
public interface Prober {
    /** Blocks up to its own bounds; never throws for a peer's faults. */
    Answer ask(Question question);
}
