/** The names of what hosting owns, for rooms that only carry them along. */
@NullMarked
package org.maillon.hosting.id;

import org.jspecify.annotations.NullMarked;
