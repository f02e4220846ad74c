package org.maillon.deliver.remote;

import org.maillon.wire.smtp.MailParameters;

/**
 * The way in which a message goes to a peer.
 *
 * @param declared what MAIL says of it
 * @param chunked by BDAT, not by DATA
 */
record Shape(MailParameters declared, boolean chunked) {}
