@NullMarked
package org.maillon.deliver.remote;

import org.jspecify.annotations.NullMarked;
