/**
 * The OpenAPI document: its frame, its problems, and the texts and examples that lie beside the code as resources. Has no
 * public face. Uses web's problems.
 */
@NullMarked
package io.sluice.web.openapi;

import org.jspecify.annotations.NullMarked;
