/**
 * Who may do what: the roles, the one table that says which role each request takes, whether Sluice is locked at all, and
 * the refusal to start where it would be open to strangers. Public face: {@link io.sluice.access.Role},
 * {@link io.sluice.access.Permissions}, {@link io.sluice.access.Security}, which others show, and what the rooms below
 * need: {@link io.sluice.access.Identity}, {@link io.sluice.access.SecuritySettings},
 * {@link io.sluice.access.ConditionalOnLock}.
 */
@NullMarked
package io.sluice.access;

import org.jspecify.annotations.NullMarked;
