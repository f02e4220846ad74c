package org.maillon.hosting;

import java.net.InetAddress;

/** Somebody who wants to log in: from where, and what for. */
public record Attempt(InetAddress from, Scope scope) {}
