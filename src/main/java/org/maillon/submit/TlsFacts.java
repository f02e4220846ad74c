package org.maillon.submit;

import java.util.Optional;

/**
 * What protects a connection.
 *
 * @param protocol {@code TLSv1.3}
 * @param cipher as IANA names it
 * @param clientSubject whom the client's certificate names, where it gave one that was verified
 */
public record TlsFacts(String protocol, String cipher, Optional<String> clientSubject) {}
