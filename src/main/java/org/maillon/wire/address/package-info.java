/**
 * Addresses as RFC 5321 §4.1.2 and RFC 6531 §3.3 write them: domains, local parts, paths. Values here are valid by
 * construction of their parser and compare as mail compares them: domains without case, local parts with it.
 *
 * <p>Parsers are written by hand on octets, one method per rule of the grammar, and answer with a {@link
 * org.maillon.wire.address.Parsed}: a value, or a position and a sentence. What is strict here protects those behind us:
 * an address that two programs read differently is how mail goes astray or past a check. Hence no comments, no folding
 * space, no trailing dots, no IPv4 address posing as a domain, no compatibility characters in U-labels.
 *
 * <p>Not here: whether an address exists (verify), whose it is (hosting), addresses in header fields (wire.message).
 * Start reading at {@link org.maillon.wire.address.Addresses}, then {@code AddressParser}.
 */
@NullMarked
package org.maillon.wire.address;

import org.jspecify.annotations.NullMarked;
