/**
 * Addresses as RFC 5321 §4.1.2 and RFC 6531 §3.3 write them: domains, local parts, paths. Values here are valid by
 * construction of their parser and compare as mail compares them: domains without case, local parts with it.
 */
@NullMarked
package org.maillon.wire.address;

import org.jspecify.annotations.NullMarked;
