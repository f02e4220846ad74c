/**
 * Signatures, digests, keys and ciphers by the fastest provider that this machine has: Amazon Corretto Crypto Provider, which
 * is AWS-LC behind the JCA, where its library loads, and the JDK's own everywhere else. Measured on one core: RSA-2048
 * signatures 2,900/s beside the JDK's 650/s, Ed25519 85,000/s beside 1,000/s (docs/adr/0009).
 *
 * <p>Whoever signs, digests or makes keys asks {@link org.maillon.kernel.crypto.Crypto}; its first use puts the provider before
 * all others of the JVM, so that JSSE, which takes what the JCA gives it, speaks TLS with the same one. To load it takes
 * a tenth of a second: {@link org.maillon.kernel.crypto.Crypto#warm} has that done beside a start.
 *
 * <p>The threat: a machine without the library, or one on which it cannot be unpacked. Nothing fails there; it is
 * slower, and {@code maillon doctor} says so.
 */
@NullMarked
package org.maillon.kernel.crypto;

import org.jspecify.annotations.NullMarked;
