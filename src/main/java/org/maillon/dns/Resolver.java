package org.maillon.dns;

import java.net.InetAddress;

/** Answers DNS questions, blocking up to its own bound. Names are ASCII, with or without a trailing dot. */
public interface Resolver {
    Lookup<MxRecord> mx(String domain);

    /** A and AAAA together, IPv6 first. */
    Lookup<InetAddress> addresses(String host);

    Lookup<String> txt(String name);

    Lookup<String> ptr(InetAddress address);
}
