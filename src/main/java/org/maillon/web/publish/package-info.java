/**
 * What the world may know of the domains that we host: their MTA-STS policies (RFC 8461), and where mail programs find their servers
 * (Mozilla's autoconfig, Microsoft's autodiscover). Nobody logs in here.
 *
 * <p>The threats: a policy that says what is not so (its hosts are those that {@code maillon domain dns} prints, its id is made of
 * its octets); a page that tells which addresses exist (only the domain counts); XML that is more than text (no DTD, no entities).
 *
 * <p>Start reading at {@link org.maillon.web.publish.PublicPages}.
 */
@NullMarked
package org.maillon.web.publish;

import org.jspecify.annotations.NullMarked;
