package org.maillon.submit;

import java.net.InetAddress;
import org.maillon.hosting.id.ServerId;

/**
 * Who hands us mail.
 *
 * @param greeting what it said in HELO or EHLO
 * @param protocol the {@code with} of the Received line: SMTP, ESMTP, UTF8SMTP, … (RFC 3848, RFC 6531 §4.3)
 * @param server the server it speaks to
 */
public record Client(InetAddress address, String greeting, String protocol, ServerId server) {}
