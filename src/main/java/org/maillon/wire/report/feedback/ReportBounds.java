package org.maillon.wire.report.feedback;

import org.maillon.kernel.ByteSize;

/**
 * How much of a stranger's report is read.
 *
 * @param unpacked octets it may unpack to
 * @param rows records, or details of failures
 */
public record ReportBounds(ByteSize unpacked, int rows) {
    /** Texts are cut here: no name, address or sentence of a report is longer. */
    static final int LONGEST_TEXT = 1024;

    static final int DEEPEST = 20;
}
