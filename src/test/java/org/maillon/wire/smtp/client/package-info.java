@NullMarked
package org.maillon.wire.smtp.client;

import org.jspecify.annotations.NullMarked;
