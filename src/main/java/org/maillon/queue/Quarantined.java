package org.maillon.queue;

import java.time.Instant;

/**
 * A message that our own judgement keeps back.
 *
 * @param why in plain words: {@code clamd: found Eicar-Signature}
 */
public record Quarantined(Queued message, Instant since, String why) {}
