package org.maillon.submit;

import java.util.Optional;
import org.maillon.kernel.Bytes;

/** Reads messages for the reports in them: the port through which what others tell of our domains is kept. */
@FunctionalInterface
public interface ReportInbox {
    /**
     * @param message whole, lines ended by CRLF
     * @param from who sent it, in words
     * @param signed whether a DKIM signature of it holds
     * @return what the trace is to tell; empty where that is nothing
     */
    Optional<String> take(Bytes message, String from, boolean signed);
}
