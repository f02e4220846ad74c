/**
 * rspamd by HTTP, as its own documentation describes {@code POST /checkv2}: the envelope in the request's fields, the message as
 * its content, an answer in JSON with an action, a score, the symbols that made it, and fields to add or take away.
 *
 * <p>The threat is an answer made to break us: head, content, nesting and number of changes have bounds, and what it wants in a
 * header is brought into the form of one field. Envelope and greeting come from strangers and go into fields of the request:
 * control characters become spaces there.
 *
 * <p>Start reading at {@code RspamdExamination}.
 */
@NullMarked
package org.maillon.filter.rspamd;

import org.jspecify.annotations.NullMarked;
