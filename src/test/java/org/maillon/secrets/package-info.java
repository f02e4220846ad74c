/**
 * Secrets are never logged, held for the whole run of the tests. What tests use as passwords, tokens and keys they tell
 * {@link org.maillon.secrets.KnownSecrets}; whatever anybody logs, at any level, {@link org.maillon.secrets.Recording} keeps
 * in {@code target/secrets}, beside the logs of the servers that tests start; and the last class of the run,
 * {@link org.maillon.secrets.SecretsAuditTest}, searches all of it for each secret, as it is, in base64 at any offset (a
 * response of AUTH PLAIN has it in its middle) and in hexadecimal.
 *
 * <p>Not seen: secrets shorter than eight octets, which any text may have by chance, and those a test keeps to itself.
 */
@NullMarked
package org.maillon.secrets;

import org.jspecify.annotations.NullMarked;
