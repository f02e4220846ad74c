package org.maillon.wire.report.feedback;

import java.io.IOException;

/** What was read is no report, or one beyond a bound; said in words for the operator. Never leaves this package. */
final class ReportRefusedException extends IOException {
    ReportRefusedException(String why) {
        super(why);
    }
}
