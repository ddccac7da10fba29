/**
 * What every request passes where Sluice is locked, by Spring Security: who sends it, by a token or by the session of a
 * login; whether the table of {@link io.sluice.access.Permissions} lets him; and that no foreign page has made his browser
 * send it. Has the login itself, and its page. Has no public face.
 */
@NullMarked
package io.sluice.access.gate;

import org.jspecify.annotations.NullMarked;
