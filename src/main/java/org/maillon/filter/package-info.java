/**
 * Filters: programs beside us that look at a message before it is taken, in a chain that the configuration lists. Each link
 * speaks one protocol (milter, rspamd's HTTP, clamd's INSTREAM); what they find comes to one verdict and a list of changes,
 * both data. The room carries out neither.
 *
 * <p>The threat is less the spam than the filter: one that is down, hangs, or answers nonsense must cost a bounded time and
 * end in what the operator chose, {@code when-down}. So each link has time-outs, a bound on how many messages wait for it, and
 * a {@code Breaker} that leaves it alone after some troubles on end.
 *
 * <p>All links see the same octets, as the client sent them, while they come; no link sees what another one changed. A message
 * that one link has refused is not shown to those behind it any more.
 *
 * <p>Start reading at {@link org.maillon.filter.FilterChain}, then {@link org.maillon.filter.Examination}.
 */
@NullMarked
package org.maillon.filter;

import org.jspecify.annotations.NullMarked;
