/**
 * What a request has to pass before a controller sees it: the site that it comes from, the names and the spelling of its
 * parameters, texts that are texts. Has no public face. Uses web's problems, and what is said of them.
 */
@NullMarked
package io.sluice.web.request;

import org.jspecify.annotations.NullMarked;
