/**
 * Names to addresses and mail servers: the resolver, its cache, and answers as values that tell "no such name" from
 * "cannot tell now" (RFC 5321 §5.1 treats them differently).
 */
@NullMarked
package org.maillon.dns;

import org.jspecify.annotations.NullMarked;
