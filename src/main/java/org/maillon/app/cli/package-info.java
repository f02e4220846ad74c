/**
 * What a user types: the verbs, nouns first, and the channel over which they reach a running server.
 *
 * <p>A verb that needs the server's state is an {@code OfficeVerb}. Where a server runs, the command line
 * sends its words over a Unix domain socket in the data folder and the server runs the verb; where none runs, the verb
 * opens the data folder itself, whose lock keeps the two apart. Either way it is the same code.
 *
 * <p>The threat: someone else on the machine who wants to rule the server. The data folder and the socket belong to one
 * user and open to nobody else, and the server asks the system who is calling. Passwords are never arguments, which every
 * user of the machine can read; they come from a terminal without echo, or from standard input.
 *
 * <p>Exit codes: 0 done, 1 refused or not found, 2 wrongly typed, 3 no server or no data.
 *
 * <p>Start reading at {@link org.maillon.app.cli.CommandTree}.
 */
@NullMarked
package org.maillon.app.cli;

import org.jspecify.annotations.NullMarked;
