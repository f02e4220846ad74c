/**
 * The whole server in a world that one number decides: peers that time out, refuse, hang up in the middle of a message or
 * answer when we are dead, DNS that fails, a disk that fills up, breaks and forgets to answer, a process that dies between
 * any two commits, a clock that jumps by a year, an operator and people who change things meanwhile.
 *
 * <p>What runs is the real code from the client's first octet to the next server's last one: {@code serve.smtp}, {@code
 * submit}, {@code verify}, {@code queue} with its engine and threads, {@code route}, {@code deliver}, {@code mailbox},
 * {@code hosting}. Simulated are what is outside: time ({@link org.maillon.simulation.VirtualTime}), the order in which
 * threads run ({@link org.maillon.simulation.Fibers}), the disk ({@link org.maillon.simulation.SimStore} over the model
 * store), DNS, and both ends of the net ({@link org.maillon.simulation.SimClient}, {@link
 * org.maillon.simulation.Conversation}). The same seed tells the same story to the letter; a test compares the hashes.
 *
 * <p>{@link org.maillon.simulation.Plan} turns on a few kinds of trouble for each seed, each with a rate of its own.
 * {@link org.maillon.simulation.Ledger} keeps the books of the world and complains when a law is broken:
 *
 * <ul>
 *   <li>1: what a client reads {@code 250} for is durable at that moment, and read back after each death;
 *   <li>2: each recipient comes to one end; a peer gets a message again only where its yes never reached us, or we died
 *       before it was written down; the sender hears of each failure once;
 *   <li>3: a mailbox has a message once for each recipient;
 *   <li>4: octets that arrive are those that were kept; what nobody holds is freed;
 *   <li>5: attempts under way, in all and to one destination, and recipients in one attempt stay within their bounds;
 *   <li>10: what peers are sent is SMTP to the letter, with nothing that they did not offer;
 *   <li>once trouble ends, the queue is empty within two days.
 * </ul>
 *
 * <p>What it does not do: TLS and POP3; several processes; fairness between tenants (the scheduler's
 * own random test looks at that); torn writes (the engine's own tests tear them, and {@code peer}
 * kills real processes).
 *
 * <p>Start at {@link org.maillon.simulation.World}. {@code mvn -B test -Dsim.seed=N} runs one world and prints its log. Why it schedules
 * threads itself, and which deliberate faults it has found: docs/adr/0008.
 */
@NullMarked
package org.maillon.simulation;

import org.jspecify.annotations.NullMarked;
