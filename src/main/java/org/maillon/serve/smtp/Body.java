package org.maillon.serve.smtp;

import org.maillon.submit.Incoming;
import org.maillon.wire.smtp.ChunkReader;

/**
 * A message on its way in; it exists from DATA or the first BDAT to the answer, and is opaque to the conversation.
 *
 * @param chunks checks what BDAT brings, across chunks
 */
record Body(Incoming incoming, ChunkReader chunks) {}
