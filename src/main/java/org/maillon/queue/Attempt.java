package org.maillon.queue;

import java.util.List;

/**
 * Recipients of one message that go to one destination, to be tried now.
 *
 * @param recipients the positions in the envelope of those tried
 * @param number 1 for the first try
 */
public record Attempt(QueueId id, Envelope envelope, List<Integer> recipients, Destination destination, int number) {}
