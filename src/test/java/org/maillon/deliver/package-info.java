@NullMarked
package org.maillon.deliver;

import org.jspecify.annotations.NullMarked;
