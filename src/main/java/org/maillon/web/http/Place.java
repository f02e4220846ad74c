package org.maillon.web.http;

/** Where the door listens, and whether TLS is spoken there. */
public record Place(WebAddress where, boolean underTls) {}
