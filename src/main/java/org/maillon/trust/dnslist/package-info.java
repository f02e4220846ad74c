/**
 * Lists of addresses and domains that others keep in DNS: block lists and lists of the well-known. RFC 5782.
 *
 * <p>Start reading at {@link org.maillon.trust.dnslist.DnsLists}. All lists are asked at the same time; each that lists the
 * client adds its weight, those of the well-known a negative one, and the sum is what counts: no single list decides unless
 * its weight says so.
 *
 * <p><b>The threat</b> is the list itself: one that is shut down answers everything, one that was asked too often answers
 * with an error that looks like a listing, one that is down costs time. So only answers of 127.0.0.0/8 in the ranges of the
 * settings count, 127.255.255.0/24 never does, and a list that is silent weighs nothing once the time is over.
 *
 * <p>Not here: which lists to trust (maillon.toml; none is asked unless somebody names it), what follows (submit).
 */
@NullMarked
package org.maillon.trust.dnslist;

import org.jspecify.annotations.NullMarked;
