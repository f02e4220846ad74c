/**
 * Where the rooms are joined: plain constructors, top to bottom, in {@link org.maillon.app.wiring.Maillon}. The only room
 * that names a storage engine, and the one that gives the others clock, entropy, sockets and disk.
 *
 * <p>What it does not do: decide anything about mail. A line here that is more than a constructor, a port or a start and
 * stop belongs into a room below.
 */
@NullMarked
package org.maillon.app.wiring;

import org.jspecify.annotations.NullMarked;
