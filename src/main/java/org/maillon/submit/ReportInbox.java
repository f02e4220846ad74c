package org.maillon.submit;

import org.maillon.kernel.Bytes;

/** Reads messages for the reports in them: the port through which what others tell of our domains is kept. */
@FunctionalInterface
public interface ReportInbox {
    /**
     * @param message whole, lines ended by CRLF
     * @param from who sent it, in words
     */
    void take(Bytes message, String from);
}
