/**
 * How requests come in and answers go out: without a thread. A thread is taken only to handle a request whose body is
 * there, and only if its operation has a place free; so neither slow clients nor many of them keep others from being
 * served. Public face: {@link io.sluice.web.exchange.LiveAnswer}, for answers that go on. Uses web's problems, limits and annotations.
 */
@NullMarked
package io.sluice.web.exchange;

import org.jspecify.annotations.NullMarked;
