@NullMarked
package org.maillon.kernel.net;

import org.jspecify.annotations.NullMarked;
