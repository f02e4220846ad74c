package org.maillon.verify;

import java.util.List;

/** What was asked and answered. Put into words only for who wants to read it: a client at RCPT does not. */
public interface Evidence {
    /** A sentence each. */
    List<String> sentences();
}
