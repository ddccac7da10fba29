/**
 * What all REST rooms share: the problem types, the exception that carries one to the caller, how long anything in a
 * request may be, what a handler says of itself by annotations, {@link io.sluice.web.OutageSign}, by which a service says
 * what its outages look like, and defaults that depend on other settings. Uses no other room; the rooms below put this to work for every controller.
 */
@NullMarked
package io.sluice.web;

import org.jspecify.annotations.NullMarked;
