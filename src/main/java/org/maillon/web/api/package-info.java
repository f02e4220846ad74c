/**
 * The HTTP API, version 1: JSON, each refusal a problem of RFC 9457. docs/API.md has each path, its shapes and its answers.
 *
 * <p>Two kinds of callers: programs of the operator with an API key ({@link org.maillon.hosting.ApiKeys}), for what the key's scopes
 * open; and account holders with their password, for what is their own. Both come through the same guard as mail programs do.
 *
 * <p>The threats: passwords and keys in the clear (refused before they are looked at); guessing (counted with the guard, by the
 * client's address, and told in the same words whoever exists); an account that reads or decides about another's mail (each
 * decision is about recipients that are the caller's alone, and other recipients are not named to it); JSON that never ends
 * (bounded before it is read).
 *
 * <p>Start reading at {@link org.maillon.web.api.Callers}, then {@link org.maillon.web.api.QuarantineApi}.
 */
@NullMarked
package org.maillon.web.api;

import org.jspecify.annotations.NullMarked;
