/**
 * SASL (RFC 4422), the server's half: how a client proves who it is, whatever protocol carries it.
 *
 * <p>Pure: {@link org.maillon.wire.sasl.Mechanism#begin} and then, move by move, {@link org.maillon.wire.sasl.Turn#hear} for
 * what the client says and {@link org.maillon.wire.sasl.Asked#answered} for what the house answers. Each gives a {@link
 * org.maillon.wire.sasl.Move}: a challenge, a question to the house, success or failure. Who the accounts are and what their
 * passwords are is no matter of this room; SMTP (RFC 4954) and POP3 (RFC 5034) carry it, with {@link
 * org.maillon.wire.sasl.ClientLine} for what both share: base64, {@code =} and {@code *}.
 *
 * <p>Mechanisms: PLAIN (RFC 4616) and LOGIN hand over the password; SCRAM-SHA-256 (RFC 5802, RFC 7677) proves it without,
 * and proves to the client that the server knows it too; with -PLUS it is bound to the TLS connection by {@code
 * tls-exporter} (RFC 9266), so that nobody in between can pass it on; OAUTHBEARER (RFC 7628) and XOAUTH2 bring a token.
 *
 * <p>The threat: a man in the middle who strikes -PLUS from the list (the client's {@code y} tells, and the log-in fails);
 * one who learns which accounts exist (all of them get a salt and a challenge, whether they are there or not); endless or
 * malformed messages (each has a bound, and a fault instead of an exception).
 *
 * <p>Names and passwords are prepared by SASLprep (RFC 4013), which RFC 4616, RFC 5802 and RFC 7677 ask for, and not by its
 * successor PRECIS (RFC 8265): a SCRAM key that was made from a password which the client's library prepares otherwise is a
 * password that does not work. What SASLprep maps (NFKC) OpaqueString would leave; both leave ASCII as it is.
 */
@NullMarked
package org.maillon.wire.sasl;

import org.jspecify.annotations.NullMarked;
