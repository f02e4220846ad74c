@NullMarked
package org.maillon.queue;

import org.jspecify.annotations.NullMarked;
