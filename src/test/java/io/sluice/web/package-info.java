/** Every kind of error, asked for over a real connection. */
@NullMarked
package io.sluice.web;

import org.jspecify.annotations.NullMarked;
