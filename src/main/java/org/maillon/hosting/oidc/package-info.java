/**
 * Tokens of OpenID Connect issuers, for OAUTHBEARER and XOAUTH2: a token is a signed JWT (RFC 7519, RFC 9068), checked with
 * the keys that its issuer publishes.
 *
 * <p>Start reading at {@link org.maillon.hosting.oidc.OidcTokens}; one issuer is {@code Issuer}, its keys {@code IssuerKeys}.
 * JOSE itself is the Nimbus library's.
 *
 * <p>The threat (RFC 8725): a token signed by nobody ({@code none}) or with a public key as a shared secret (only the
 * signatures of the settings are taken, and all of them are of private keys); one made for another service (its audience
 * must be ours); one of an issuer that we do not know, or that only says it is ours; an address that its owner wrote down
 * and nobody verified; a flood of tokens with invented key ids, each of which would have the keys fetched anew (not more
 * often than the settings say); an issuer that hangs or sends without end.
 *
 * <p>Not here: getting a token, refreshing it, asking an issuer about one that is no JWT (RFC 7662).
 */
@NullMarked
package org.maillon.hosting.oidc;

import org.jspecify.annotations.NullMarked;
