/** Tests of how safe the way out must be. */
@NullMarked
package org.maillon.deliver.tls;

import org.jspecify.annotations.NullMarked;
