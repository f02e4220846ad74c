/**
 * The Sender Rewriting Scheme: a forwarded message whose envelope still names its first sender fails SPF at the next server,
 * for we are not among those who may speak for that domain. So the sender becomes an address of ours that holds the first
 * one, and what comes back to it finds its way.
 *
 * <p>{@code SRS0=hash=day=example.org=ada@ours.example} stands for {@code ada@example.org}; one that a forwarder before us
 * wrote already becomes {@code SRS1=hash=forwarder=…}, which keeps only the way back to that forwarder.
 *
 * <p><b>The threat</b>: whoever could make up such an address could send mail through us to anybody. So it carries a keyed
 * hash and a day, and is good for some weeks; the hash does not depend on the case of letters, for there are servers that
 * do not keep it.
 *
 * <p>Start reading at {@link org.maillon.trust.srs.Srs}.
 */
@NullMarked
package org.maillon.trust.srs;

import org.jspecify.annotations.NullMarked;
