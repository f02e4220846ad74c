package org.maillon.submit.limits;

import java.time.Instant;
import java.util.Optional;

/**
 * Where an account stands.
 *
 * @param known recipients that are remembered
 * @param heldSince since when what it writes to new recipients is held
 */
public record Standing(int lastHour, int lastDay, int newToday, int known, Optional<Instant> heldSince) {}
