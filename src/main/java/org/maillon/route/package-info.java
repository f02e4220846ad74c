/** Where mail for an address goes next: the configured routes, then DNS (RFC 5321 §5.1), as data. */
@NullMarked
package org.maillon.route;

import org.jspecify.annotations.NullMarked;
