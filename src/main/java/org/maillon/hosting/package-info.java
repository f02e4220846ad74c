/**
 * Who is served here: tenants, the servers their mail goes through, domains, accounts, aliases.
 *
 * <p>Start reading at {@link org.maillon.hosting.Directory}: the lookups and changes of domains, accounts and aliases are methods
 * there, and {@link org.maillon.hosting.Resolution} is what an address comes to. A change that is refused is a value with a
 * sentence that says what to do ({@link org.maillon.hosting.Outcome}). Beside it stand the keys that sign a domain's mail ({@link
 * org.maillon.hosting.DomainKeys}), who may send as whom ({@link org.maillon.hosting.SendingRights}), passwords for programs
 * and authenticators ({@link org.maillon.hosting.Credentials}), and the operator's keys to the HTTP API ({@link
 * org.maillon.hosting.ApiKeys}).
 *
 * <p><b>People kept elsewhere</b>: those of some domains are another directory's, behind the port {@link
 * org.maillon.hosting.OutsideDirectory}, which {@code hosting.ldap} implements. Whether they are there is always its word, at each
 * lookup and log-in ({@link org.maillon.hosting.Outsiders}); here they have accounts for their mailboxes, made when first needed.
 * So a lookup may have no answer now, which is a value of its own and never "no such mailbox".
 *
 * <p><b>Where it is kept</b> ({@code DirectoryRows} has the table): one partition for tenants, servers and the claim on
 * each domain's name, which makes a domain belong to one tenant; one partition per domain for its addresses, so that an
 * address is unique by one precondition and a domain of a million accounts slows no other; 64 small ones from account
 * ids to addresses. Work that spans two of them is steps that can be done again: a crash between two leaves a claim
 * without a domain, or an id without an account, and asking again finishes the work.
 *
 * <p><b>The threat</b>: guessing addresses and passwords. A login that does not exist costs the same argon2id as one
 * that does; hashes run a few at a time, because each takes megabytes; passwords are held in a type that prints as
 * stars. A tenant takes no domain that another one has.
 *
 * <p><b>Who is it?</b> {@link org.maillon.hosting.Authenticator} answers what {@code wire.sasl} asks, for every protocol, and
 * asks the {@link org.maillon.hosting.LogInGate} first: {@link org.maillon.hosting.Guard} slows guessers down and blocks their
 * address or the account; at a blocked address accounts that have been there go through a {@link
 * org.maillon.hosting.NarrowDoor}, a few tries each. An account's own password is kept as argon2id, and beside it as
 * SCRAM's keys; app passwords are kept as those keys alone, with the account's salt. A right password is remembered for some
 * minutes under a key of this process. Salts come of a secret of the store, so that a name that nobody has gets one as well.
 * The secret of an authenticator is kept as it is, for each code is computed from it: guard the data folder.
 *
 * <p>Not here: mailboxes and their use of the quota, where mail for other domains goes, credits and plans.
 */
@NullMarked
package org.maillon.hosting;

import org.jspecify.annotations.NullMarked;
