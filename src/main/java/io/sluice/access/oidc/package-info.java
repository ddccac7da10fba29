/**
 * Whom a provider of OpenID Connect vouches for: by the token that a program brings, and by the login of a person there
 * (authorization code with PKCE). {@link io.sluice.access.oidc.SingleSignOn} is its face; it knows no session.
 */
@NullMarked
package io.sluice.access.oidc;

import org.jspecify.annotations.NullMarked;
