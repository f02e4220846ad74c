/**
 * Who vouches for a message or a server, one room for each kind of vouching. All of it is pure: octets, a resolver and a
 * clock in, a verdict with its reasons out.
 *
 * <p>What several rooms need lies here: {@link org.maillon.trust.CertificateNames}, whether a certificate is a host's, and
 * {@link org.maillon.trust.WebPki}, whether an authority of the web vouches for it;
 * {@link org.maillon.trust.ReverseVerdict}, whether an address has a name that leads back to it.
 */
@NullMarked
package org.maillon.trust;

import org.jspecify.annotations.NullMarked;
