/**
 * How safe the way to another server must be: what settings, DANE (RFC 7672) and MTA-STS (RFC 8461) say of a destination,
 * as a value that a session either fulfils or not.
 *
 * <p>Start reading at {@link org.maillon.deliver.tls.TlsPolicies}: for a recipient and each of its servers it gives a {@link
 * org.maillon.deliver.tls.Ruling}; in it the {@link org.maillon.deliver.tls.Demand}, by which sessions are opened, judged and
 * shared. {@link org.maillon.deliver.tls.StsPolicies} remembers policies of MTA-STS, {@link
 * org.maillon.deliver.tls.HttpsPolicyHost} fetches them.
 *
 * <p><b>The threat</b>: somebody between us and the destination who would rather have the mail in plain. He can forge DNS
 * that is not signed, drop what he likes, and refuse connections. So what a destination has once published holds until its
 * time is over; what is signed and cannot be had now is waited for; and in neither case does mail go in plain.
 *
 * <p>Not here: the conversation in which TLS begins ({@code deliver.remote}), and TLS itself ({@code kernel.net}).
 */
@NullMarked
package org.maillon.deliver.tls;

import org.jspecify.annotations.NullMarked;
