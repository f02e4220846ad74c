/**
 * ClamAV's daemon, by its INSTREAM command over TCP or a socket in the file system: the message goes by in chunks while it
 * comes from the client, and clamd says {@code OK} or the name of what it found. No file changes hands, so clamd may run under
 * another user or on another machine.
 *
 * <p>The threat is the scanner itself: it may hang, answer without end, or hang up in the middle. Its answer has a bound, each
 * wait one of {@link org.maillon.filter.TimeLeft}, and a stream larger than it takes is told as not looked at.
 *
 * <p>Start reading at {@code ClamdExamination}.
 */
@NullMarked
package org.maillon.filter.clamd;

import org.jspecify.annotations.NullMarked;
