/**
 * What all REST rooms share: problem types, how exceptions become problem documents, the OpenAPI document. Public face:
 * {@link io.sluice.web.ProblemException} and {@link io.sluice.web.ProblemType}. Uses no other room.
 */
@NullMarked
package io.sluice.web;

import org.jspecify.annotations.NullMarked;
