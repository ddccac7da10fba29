/**
 * Users and tokens, in the two tables that this room alone reads and writes, and over REST. Public face:
 * {@link io.sluice.access.account.Accounts}, which says whose a token is and whether a login still holds, and
 * {@link io.sluice.access.account.Logins}, which takes passwords. Nothing of it is there while Sluice is open.
 */
@NullMarked
package io.sluice.access.account;

import org.jspecify.annotations.NullMarked;
