package org.maillon.serve.smtp;

import org.maillon.hosting.id.ServerId;
import org.maillon.wire.address.Address;

/**
 * Who we are in the conversation.
 *
 * @param name the host name in the greeting and in Received fields
 * @param postmaster who {@code <postmaster>} without a domain is (RFC 5321 §4.5.1)
 */
public record SmtpHost(String name, ServerId server, Address postmaster) {}
