/**
 * Where mail for an address goes next, as data.
 *
 * <p>Start reading at {@link org.maillon.route.RouteTable}: the configured routes, the most particular first, then the
 * hosted domains, then DNS. {@link org.maillon.route.HopFinder} turns the route into servers to try: MX hosts by
 * preference, shuffled among equals, each with all its addresses (RFC 5321 §5.1). {@link
 * org.maillon.route.RouteExplanation} tells a person how it came to that.
 *
 * <p><b>The threat</b>: whoever runs a domain writes its DNS. A thousand MX records, names that lead to us, to loopback
 * or nowhere must cost a bounded number of questions and end in an answer: servers, nowhere for good, or not known now.
 *
 * <p>Not here: connections, retries, and whether the recipient exists.
 */
@NullMarked
package org.maillon.route;

import org.jspecify.annotations.NullMarked;
