/**
 * How whatever a handler, the framework or Tomcat throws becomes a problem document, and the pages that explain the types
 * of problems. Public face: {@link io.sluice.web.problem.ProblemValve}, which Tomcat makes, and {@link
 * io.sluice.web.problem.FrameworkFaults}'s words for a type. Uses web's problems and limits.
 */
@NullMarked
package io.sluice.web.problem;

import org.jspecify.annotations.NullMarked;
