package org.maillon.dns;

import java.time.Duration;

/** CNAMEs that were followed: how many, and the shortest of their TTLs. */
record CnameChain(int length, Duration ttl) {}
