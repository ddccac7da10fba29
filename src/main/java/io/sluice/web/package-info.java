/**
 * What all REST rooms share: problem types, how exceptions become problem documents, the OpenAPI document, how long
 * anything in a request may be. Public face: {@link io.sluice.web.ProblemException}, {@link io.sluice.web.ProblemType},
 * {@link io.sluice.web.Limits}, and {@link io.sluice.web.OutageSign} for services. Uses no other room; how requests come in
 * and go out is in {@code exchange}.
 */
@NullMarked
package io.sluice.web;

import org.jspecify.annotations.NullMarked;
