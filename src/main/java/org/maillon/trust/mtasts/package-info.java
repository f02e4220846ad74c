/**
 * MTA-STS (RFC 8461): a domain says over HTTPS which hosts take its mail, and that they speak TLS with a certificate that
 * the web's authorities vouch for.
 *
 * <p>Start reading at {@link org.maillon.trust.mtasts.StsPolicy}, the file, and {@link org.maillon.trust.mtasts.StsRecord},
 * the DNS record that tells of it. {@link org.maillon.trust.mtasts.PolicyHost} is the port through which the file comes.
 *
 * <p><b>The threat</b>: DNS that is not signed can be forged, so the record is only a hint to look: what counts is the file,
 * which comes from a server whose certificate is checked, and what was once learned holds for its time though the record
 * be gone (RFC 8461 §5.1, §10.2). A file may be endless, malformed, or no file at all: all of these are "no policy" or the
 * one known before, never an error of the mail.
 *
 * <p>Not here: fetching, remembering, and applying it ({@code deliver.tls}); serving our own ({@code web.http}).
 */
@NullMarked
package org.maillon.trust.mtasts;

import org.jspecify.annotations.NullMarked;
