package org.maillon.trust.arc;

import org.maillon.trust.dkim.HeaderField;

/** What one server has added to a chain: what it found, its signature over the message, its seal over the chain. */
record ArcSet(int instance, HeaderField results, HeaderField signature, HeaderField seal) {}
