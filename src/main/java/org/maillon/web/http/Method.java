package org.maillon.web.http;

/** What may be asked of a resource (RFC 9110 §9.3); HEAD and OPTIONS come with each. */
public enum Method {
    GET,
    POST,
    DELETE
}
