/**
 * SPF: which addresses may send in a domain's name, as the domain publishes it in DNS. RFC 7208.
 *
 * <p>Start reading at {@link org.maillon.trust.spf.SpfEvaluator}, then {@code Evaluation}, which is {@code check_host()}
 * of RFC 7208 §4, term by term. A record is read whole before any of it holds ({@code SpfRecord}, {@code TermParser},
 * {@code MacroParser}: the grammar of §12); macros get their values when a term is tried ({@code MacroExpander}).
 *
 * <p><b>The threat</b>: records are written by those whom they are to unmask. A record may include itself, name a
 * thousand hosts or be 64 KiB of macros, to make us ask somebody's DNS without end; its explanation may carry anything
 * into our replies. So there is a {@code Budget} (ten terms that ask, two that find nothing, ten hosts a term, twenty
 * seconds), a bound on a record's length, and {@code Words}, which lets only short printable ASCII through.
 *
 * <p>A verdict says what came of it and why. Not here: what follows from it (submit), how it is reported
 * (Authentication-Results), remembering it.
 */
@NullMarked
package org.maillon.trust.spf;

import org.jspecify.annotations.NullMarked;
