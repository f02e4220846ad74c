/** Does this address exist? Asked of the directory for our own domains and of DNS for all others, before the body is taken (DESIGN §7). */
@NullMarked
package org.maillon.verify;

import org.jspecify.annotations.NullMarked;
