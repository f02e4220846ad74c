package org.maillon.wire.pop3;

/**
 * What a session's surroundings say.
 *
 * @param passwordsWelcome whether the connection protects a password: TLS, or loopback
 * @param mostFailures failed log-ins before the connection is closed
 * @param mostErrors commands refused as unknown, malformed or out of place before it is closed
 * @param stls whether STLS begins TLS here and now
 */
public record Pop3Facts(boolean passwordsWelcome, int mostFailures, int mostErrors, boolean stls) {}
