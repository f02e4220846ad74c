/**
 * The two ways of reports about mail in a domain's name. Out: what was found about each message of a stranger (DMARC) and
 * about each session with another server (TLS) is counted by domain and day, and sent once the day is over to whoever the
 * domain names. In: what others send to an address of ours is read, kept and shown.
 *
 * <p><b>The threat</b>: a flood of made-up domains must not fill memory or disk, so domains, rows and kept reports are bounded,
 * and what is beyond goes uncounted; reports must not be a way to make us mail a victim, so that whoever gets them has to agree
 * (RFC 7489 §7.1); and what is received may be anything (wire.report.feedback).
 *
 * <p>Counts are in memory and written to the store every minute: a crash loses a minute's counts, which are statistics.
 *
 * <p>Start reading at {@link org.maillon.reports.Counting}, {@link org.maillon.reports.Dispatch} and {@link
 * org.maillon.reports.Received}.
 */
@NullMarked
package org.maillon.reports;

import org.jspecify.annotations.NullMarked;
