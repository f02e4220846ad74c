/**
 * The one way in, for SMTP, API and campaigns: may this client send this, do sender and recipient exist, and then the
 * body, streamed to the queue's store and durable before the answer. End of DATA is a list of named stages, a file each.
 */
@NullMarked
package org.maillon.submit;

import org.jspecify.annotations.NullMarked;
