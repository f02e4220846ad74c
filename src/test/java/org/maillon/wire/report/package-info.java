@NullMarked
package org.maillon.wire.report;

import org.jspecify.annotations.NullMarked;
