/**
 * Holds what stores have of a part of a topic against what the topic implies, row by row, and writes what they lack. Public
 * face: {@link io.sluice.stream.audit.AuditJob}, what it is given, {@link io.sluice.stream.audit.AuditTask} and {@link
 * io.sluice.stream.audit.AuditRange}, and what it answers, {@link io.sluice.stream.audit.RangeReport}.
 */
@NullMarked
package io.sluice.stream.audit;

import org.jspecify.annotations.NullMarked;
