/**
 * What servers tell each other's owners about mail in their names: DMARC's aggregate reports (RFC 7489 §7.2, RFC 9990),
 * reports about TLS (RFC 8460), and reports of abuse and of failures (ARF, RFC 5965, RFC 6591).
 *
 * <p><b>The threat</b>: anybody may send a report to the address that a domain publishes. It may be a gigabyte of zeros in
 * a kilobyte of gzip, XML that wants files read or entities multiplied, JSON a million levels deep, or hold a page of HTML
 * where a word is wanted. What is unpacked is counted while it is, no DTD is read, texts are cut; a report beyond a bound
 * is refused as a whole, with a sentence.
 *
 * <p>Start reading at {@link org.maillon.wire.report.feedback.ReportReader}.
 */
@NullMarked
package org.maillon.wire.report.feedback;

import org.jspecify.annotations.NullMarked;
